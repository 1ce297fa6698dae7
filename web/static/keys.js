// Single keys for those who work here all day: n new, e edit, / search, g and a letter or number to
// go somewhere, ? this help.  They can be switched off (WCAG 2.1.4), and never count while one types
// or while a part of the page has keys of its own; a screen reader in its reading mode keeps its keys.
"use strict";
(() => {
  const KEPT = "werkbank_tasten";
  const OWN = "input,textarea,select,[contenteditable],[role=combobox],[role=grid],[role=tab]," +
    "[role=radio],[role=listbox],[role=slider],canvas,iframe,dialog";
  const HELP = [
    ["n", "Neuen Eintrag anlegen"],
    ["e", "Eintrag bearbeiten"],
    ["/", "Alles durchsuchen (auch Strg+K)"],
    ["g dann u", "Zum Überblick"],
    ["g dann 1 bis 5", "Zu einem der fünf Schritte"],
    ["g dann g", "Zu den Gremien"],
    ["g dann d", "Zu den Daten"],
    ["?", "Diese Hilfe"],
  ];
  const SLIDES = [["→, Bild ab, Leertaste", "Nächste Folie"], ["←, Bild auf", "Vorige Folie"],
    ["Pos1, Ende, Ziffern", "Zu einer Folie"]];
  let going = -Infinity;

  const off = () => localStorage.getItem(KEPT) === "aus";
  const press = (selector) => {
    const found = [...document.querySelectorAll(selector)].find((one) => one.offsetParent && !one.disabled);
    found?.click();
    return Boolean(found);
  };

  const section = (begin) => {
    const steps = [...document.querySelectorAll(".workbench-way details")];
    const step = steps.find((one) => one.querySelector("summary span:last-child")?.textContent.startsWith(begin));
    const link = step?.querySelector("a");
    link?.click();
    return Boolean(link);
  };

  const go = (key) => {
    if (key === "u") {
      const first = document.querySelector(".workbench-way a");
      first?.click();
      return Boolean(first);
    }
    if (key >= "1" && key <= "5") return section(`${key} `);
    return { g: () => section("Gremien"), d: () => section("Daten") }[key]?.() ?? false;
  };

  // The committee view: as a presenter sends them, and as every program for slides knows them.
  const slide = (event) => {
    const all = document.querySelectorAll(".st-key-folie_sprung button");
    if (!all.length) return false;
    // A focused button or link means its own press by the space bar.
    if (event.key === " " && event.target.closest?.("button,a,summary")) return false;
    const steps = { ArrowRight: "naechste", PageDown: "naechste", ArrowLeft: "vorige", PageUp: "vorige" };
    const step = event.key === " " ? (event.shiftKey ? "vorige" : "naechste") : steps[event.key];
    if (step) press(`.st-key-${step} button`);
    else if (event.key === "Home") all[0].click();
    else if (event.key === "End") all[all.length - 1].click();
    else if (/^[1-9]$/.test(event.key)) all[event.key - 1]?.click();
    else return false;
    return true;
  };

  const toggle = () => {
    localStorage.setItem(KEPT, off() ? "an" : "aus");
    for (const one of document.querySelectorAll(".workbench-keys")) say(one);
  };
  const say = (button) => {
    button.textContent = off() ? "Tastenkürzel einschalten" : "Tastenkürzel ausschalten";
  };

  const help = () => {
    const dialog = document.createElement("dialog");
    dialog.className = "workbench-help";
    dialog.setAttribute("aria-labelledby", "workbench-help-title");
    const title = document.createElement("h2");
    title.id = "workbench-help-title";
    title.textContent = "Tastenkürzel";
    const list = document.createElement("dl");
    for (const [key, words] of [...(document.querySelector(".st-key-folie") ? SLIDES : []), ...HELP]) {
      const [term, about] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = key;
      about.textContent = words;
      list.append(term, about);
    }
    const switching = document.createElement("button");
    switching.className = "workbench-keys";
    say(switching);
    const closing = document.createElement("button");
    closing.textContent = "Schließen";
    closing.autofocus = true;
    closing.addEventListener("click", () => dialog.close());
    // Inside Streamlit's own element, or its colours and the choice of light and dark would not hold.
    dialog.addEventListener("close", () => dialog.remove());
    dialog.append(title, list, switching, closing);
    (document.querySelector(".stApp") ?? document.body).append(dialog);
    dialog.showModal();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".workbench-keys")) toggle();
  });

  // On the root: german.js stops single letters there, so that none reaches Streamlit's own keys.
  document.documentElement.addEventListener("keydown", (event) => {
    if (off() || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.(OWN) || document.querySelector("[role=dialog]")) return;
    const key = event.key.toLowerCase();
    const asked = performance.now() - going < 3000;
    going = -Infinity;
    let done = false;
    if (!asked && slide(event)) done = true;
    else if (asked) done = go(key);
    else if (key === "g") {
      going = performance.now();
      done = true;
    } else if (key === "?") {
      help();
      done = true;
    } else if (key === "n") done = press("[class*='st-key-new_'] button");
    else if (key === "e") done = press("[class*='st-key-edit_'] button");
    else if (key === "/") {
      const field = document.querySelector(".st-key-alles_durchsuchen input");
      if (field?.offsetParent) {
        field.select();
        done = true;
      }
    }
    if (done) event.preventDefault();
  });
})();
