// The field that searches everything: Ctrl+K leads into it from wherever one is, Enter from it to what
// it finds.  A single letter would be in the way of those who type, and of screen readers.
"use strict";
(() => {
  const field = () => document.querySelector(".st-key-alles_durchsuchen input");

  const enter = () => {
    const shut = document.querySelector("[data-testid=stExpandSidebarButton]");
    if (!field() && !shut) return false;
    if (shut) shut.click();
    // A side bar that was shut needs a moment to be there.
    const reach = (left) => {
      const input = field();
      if (input && input.offsetParent) input.select();
      else if (left) setTimeout(reach, 50, left - 1);
    };
    reach(20);
    return true;
  };

  const search = (input) => {
    const wanted = input.value.trim();
    if (!wanted) return;
    const here = new URLSearchParams(location.search);
    const asked = new URLSearchParams({ q: wanted });
    for (const name of ["plan", "fassung"]) if (here.has(name)) asked.set(name, here.get(name));
    history.pushState(null, "", `${new URL("suche", location.href).pathname}?${asked}`);
    // The page of the search shows the words in a field of its own; React listens to its own setter.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, "");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    // Streamlit goes where the address says, as after "Back".
    dispatchEvent(new PopStateEvent("popstate"));
  };

  document.addEventListener(
    "keydown",
    (event) => {
      const held = event.ctrlKey || event.metaKey;
      // The browser's own meaning of Ctrl+K is its address line.
      if (held && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        if (enter()) event.preventDefault();
      } else if (event.key === "Enter" && !event.isComposing && event.target === field()) {
        // Before Streamlit hears of it: it would draw the page anew that one is leaving.
        event.preventDefault();
        event.stopImmediatePropagation();
        search(event.target);
      }
    },
    true,
  );
})();
