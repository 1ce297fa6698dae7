// Follows the links of sidebar, search and overview inside the open document; loading it anew would take seconds.
"use strict";
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".workbench-way a, .workbench-found a, .workbench-overview a");
  // Whoever holds a key wants a new tab or window.
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.href !== location.href) history.pushState(null, "", link.href);
  // Streamlit goes where the address says, as after "Back".
  dispatchEvent(new PopStateEvent("popstate"));
});
