// The committee view beyond turning its slides (keys.js): B blacks the screen out, F fills it, T starts
// and stops the speaking time.
"use strict";
(() => {
  const SLIDE = ".st-key-folie";
  // Where one types or chooses, keys belong to that.
  const OWN = "input,textarea,select,[contenteditable],[role=combobox],[role=listbox],dialog";

  const layer = (name) => {
    const known = document.querySelector(`.${name}`);
    known?.remove();
    if (known) return null;
    const made = document.createElement("div");
    made.className = name;
    document.body.append(made);
    return made;
  };

  const black = () => {
    // Whoever comes back by mouse must not be caught in the dark.
    layer("slide-black")?.addEventListener("click", (event) => event.currentTarget.remove());
  };

  const time = () => {
    const clock = layer("slide-time");
    if (!clock) return;
    const began = performance.now();
    clock.setAttribute("role", "timer");
    const tick = () => {
      // Left with the slide page: a clock on other pages would be in the way.
      if (!clock.isConnected || !document.querySelector(SLIDE)) return clock.remove();
      const seconds = Math.floor((performance.now() - began) / 1000);
      clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      setTimeout(tick, 250);
    };
    tick();
  };

  const full = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  };

  // Presenter remotes send a full stop for the black screen.
  const ACTS = { b: black, ".": black, f: full, t: time };

  addEventListener("keydown", (event) => {
    if (!document.querySelector(SLIDE) || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = ACTS[event.key.toLowerCase()];
    if (!act || event.target.closest?.(OWN)) return;
    act();
    event.preventDefault();
    // Captured: some of Streamlit's parts let no key of theirs through to the window.
  }, true);
})();
