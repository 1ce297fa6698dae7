// Takes the tables whose titles open entries out of the tab order: a table selects its first cell as soon
// as the focus reaches it, so tabbing past would open an entry.  The list below does the same by keyboard.
"use strict";
new MutationObserver(() => {
  for (const grid of document.querySelectorAll('[class*="st-key-zeilen_"] canvas[tabindex="0"]')) {
    grid.tabIndex = -1;
  }
}).observe(document, { subtree: true, childList: true });
