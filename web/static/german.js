// Puts German words in the place of Streamlit's English ones, as soon as they appear, and keeps
// single letters from acting as shortcuts.
"use strict";
(() => {
  const { texts, messages, patterns } = window.germanWords;
  const ATTRIBUTES = ["aria-label", "title", "placeholder", "aria-description", "aria-valuetext"];
  // Here stands what people wrote themselves (labels, table cells, chart texts, code); a software
  // that is called "Open" must keep its name.
  const OWN_TEXT =
    "[data-testid=stMarkdownContainer],[data-testid=stTable],[data-testid=stText]," +
    "[data-testid=stMetricValue],.js-plotly-plot .main-svg,canvas,pre,code,textarea,script,style," +
    "[data-testid=stSidebarNavLink],[data-testid=stTopNavLink],[data-tag],.vega-embed,.workbench-way," +
    ".workbench-found";
  // Streamlit puts its own words for these buttons into the same box as our labels.
  const CHROME = "[data-testid=stFileUploaderDropzone] button,[data-testid=stMainMenuPopover]";
  // In a list of options only these texts are Streamlit's.
  const LIST = "[role=option],[role=listbox]";
  const IN_LIST = /^(Select all|Clear all|No results|No options.*|Select \d+ matches|Add: .+)$/;
  const MESSAGE = "[role=alert],[data-testid=stAlert],[data-testid=stException],[role=dialog]";

  const DATE_PARTS = { dd: "TT", mm: "MM", yyyy: "JJJJ" };

  const german = (text) => {
    const bare = text.trim();
    if (bare.length < 3 || bare.length > 400) return null;
    if (Object.hasOwn(texts, bare)) return text.replace(bare, () => texts[bare]);
    for (const [pattern, say] of patterns) {
      const match = pattern.exec(bare);
      if (match) return text.replace(bare, () => say(match));
    }
    return null;
  };

  const translateText = (node) => {
    const parent = node.parentElement;
    const bare = node.nodeValue.trim();
    if (!parent || bare.length < 2) return;
    if (parent.role === "spinbutton" && Object.hasOwn(DATE_PARTS, bare)) {
      if (parent.dataset.type !== "minute") node.nodeValue = DATE_PARTS[bare];
      return;
    }
    if (Object.hasOwn(messages, bare) && parent.closest(MESSAGE)) {
      node.nodeValue = messages[bare];
      return;
    }
    if (parent.closest(OWN_TEXT) && !parent.closest(CHROME)) return;
    if (parent.closest(LIST) && !IN_LIST.test(bare)) return;
    const word = german(node.nodeValue);
    if (word !== null && word !== node.nodeValue) node.nodeValue = word;
  };

  const translateAttributes = (element) => {
    if (element.closest("[data-tag],.vega-embed,[data-testid=stTable]") && !element.matches("button")) return;
    for (const name of ATTRIBUTES) {
      const text = element.getAttribute(name);
      if (!text) continue;
      const word = german(text);
      if (word !== null && word !== text) element.setAttribute(name, word);
    }
  };

  const translate = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return translateText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    translateAttributes(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.nodeType === Node.TEXT_NODE) translateText(walker.currentNode);
      else translateAttributes(walker.currentNode);
    }
  };

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(translate);
      else if (change.type === "characterData") translateText(change.target);
      else translateAttributes(change.target);
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });

  // Streamlit reruns the page on "r" and opens a menu on "c" wherever the focus is, which surprises
  // people who use speech input (WCAG 2.1.4).  The event is stopped on its way up, after grids and
  // lists had it and before Streamlit's listener on the document.
  document.documentElement.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[a-z]$/i.test(event.key)) return;
    event.stopPropagation();
  });
})();
