// Improves the participants' page; everything works without it.
// What somebody writes is kept on the phone until the server has confirmed it, a form is sent
// again with the same token after a lost connection, and the page follows the workshop.
"use strict";
(() => {
  const part = () => document.getElementById("teil");
  if (!part() || !window.fetch || !window.DOMParser) return;
  const code = part().dataset.code;
  const here = location.pathname;
  const DRAFT = `mitmachen:${code}:text`;
  const CODES = `mitmachen:${code}:codes`;
  const PENDING = `mitmachen:${code}:pending`;
  const TRIES = [1, 2, 4, 8, 15, 30];
  let sending = false;

  const store = {
    get(key) {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch {
        // A private window may keep nothing; the form still works.
      }
    },
  };

  const say = (words) => {
    const place = document.getElementById("ansage");
    place.textContent = "";
    // Screen readers speak a change; the same words twice are none without this pause.
    setTimeout(() => (place.textContent = words), 50);
  };

  const hint = (words, kind = "warning") => {
    let place = document.getElementById("meldung");
    if (!place) {
      place = document.createElement("div");
      place.id = "meldung";
      document.querySelector(".now").after(place);
    }
    place.className = `message ${kind}`;
    place.removeAttribute("role");
    place.textContent = words;
    say(words);
  };

  // ---- showing the page that came back

  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("teil");
    if (!fresh) return false;
    const focused = document.activeElement?.id;
    const open = [...document.querySelectorAll("details[open][id]")].map((box) => box.id);
    part().replaceWith(document.adoptNode(fresh));
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (focused) {
      const again =
        document.getElementById(focused) ||
        document.getElementById(focused.replace(/^plus-/, "minus-")) ||
        document.getElementById(focused.replace(/^minus-/, "plus-"));
      again?.focus({ preventScroll: true });
    }
    prepare();
    return true;
  };

  // Nobody is interrupted in the midst of a word: where somebody writes and can go on writing, only
  // what stands around the form is renewed.
  const refresh = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("teil");
    const writing = document.activeElement?.id === "text";
    if (!writing || !fresh?.querySelector("#text")) return false;
    if (fresh.dataset.phase !== part().dataset.phase) return false;
    for (const place of [".now", "ul.cards"]) {
      const there = part().querySelector(place);
      const next = fresh.querySelector(place);
      if (there && next) there.replaceWith(document.adoptNode(next));
    }
    part().dataset.state = fresh.dataset.state;
    startClock();
    return true;
  };

  // ---- sending

  const send = async (pending, tries = 0) => {
    sending = true;
    part().setAttribute("aria-busy", "true");
    // What is typed from here on would be taken for part of the card that is on its way.
    const text = document.getElementById("text");
    if (text && pending.card) text.readOnly = true;
    let answer;
    try {
      const stop = new AbortController();
      const patience = setTimeout(() => stop.abort(), 30000);
      answer = await fetch(pending.action, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", "x-phone": "1" },
        body: pending.body,
        signal: stop.signal,
        redirect: "error",
      });
      clearTimeout(patience);
    } catch {
      answer = null;
    }
    const later = answer === null || answer.status === 503 || answer.status === 429 ||
      answer.status === 502 || answer.status === 504;
    if (later) {
      const asked = Number(answer?.headers.get("retry-after")) || 0;
      const wait = Math.max(asked, TRIES[Math.min(tries, TRIES.length - 1)]);
      if (tries === 0) {
        hint(
          answer === null
            ? "Keine Verbindung. Ihre Eingabe ist gesichert und wird gesendet, sobald es wieder geht."
            : "Gerade ist viel los. Ihre Eingabe ist gesichert und wird gleich noch einmal gesendet.",
        );
      }
      again = setTimeout(() => send(pending, tries + 1), wait * 1000 * (0.8 + Math.random() * 0.4));
      waiting = () => {
        clearTimeout(again);
        waiting = null;
        send(pending, tries + 1);
      };
      return;
    }
    waiting = null;
    sending = false;
    store.set(PENDING, null);
    if (answer.ok && pending.card) store.set(DRAFT, null);
    const html = await answer.text().catch(() => "");
    if (!show(html)) location.assign(here);
    const words = document.querySelector("#meldung .words");
    if (words) {
      say(words.textContent);
      document.getElementById("meldung").scrollIntoView({ block: "nearest" });
    }
  };
  let again = 0;
  let waiting = null;
  addEventListener("online", () => waiting?.());

  addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-send]")) return;
    event.preventDefault();
    if (sending) {
      say("Die letzte Eingabe wird noch gesendet.");
      return;
    }
    const pending = {
      action: form.getAttribute("action"),
      body: new URLSearchParams(new FormData(form)).toString(),
      card: form.dataset.send === "karte",
    };
    store.set(PENDING, JSON.stringify(pending));
    const button = form.querySelector("button[type=submit]");
    button.setAttribute("aria-disabled", "true");
    send(pending);
  });

  // ---- writing

  const count = () => {
    const text = document.getElementById("text");
    const place = document.getElementById("zeichen");
    if (!text || !place) return;
    const signs = [...text.value.trim()].length;
    const longest = Number(place.dataset.longest);
    const over = signs - longest;
    place.textContent = over > 0 ? `${over} zu viel.` : `${signs} geschrieben.`;
    place.classList.toggle("over", over > 0);
    text.setAttribute("aria-invalid", over > 0 ? "true" : "false");
  };

  addEventListener("input", (event) => {
    if (event.target.id !== "text") return;
    store.set(DRAFT, event.target.value || null);
    count();
  });

  const prepare = () => {
    const text = document.getElementById("text");
    const draft = store.get(DRAFT);
    if (draft && text && !text.value) text.value = draft;
    if (draft && draft.trim() && !text && !document.getElementById("zurueck")) giveBack(draft);
    count();
    remember();
    startClock();
  };

  // When the workshop is over the server forgets who wrote what; the phone keeps the codes.
  const remember = () => {
    const links = [...document.querySelectorAll("ul.cards a[href^='/karte/']")];
    if (links.length) {
      const cards = links.map((link) => ({
        href: link.getAttribute("href"),
        code: link.textContent,
        words: link.closest("li").querySelector(".body").textContent,
      }));
      store.set(CODES, JSON.stringify(cards));
      return;
    }
    let cards = [];
    try {
      cards = JSON.parse(store.get(CODES)) || [];
    } catch {
      store.set(CODES, null);
    }
    if (!cards.length || part().dataset.over === undefined) return;
    const title = document.createElement("h2");
    title.textContent = "Ihre Karten, auf diesem Gerät gemerkt";
    const list = document.createElement("ul");
    list.className = "cards";
    for (const card of cards) {
      const item = document.createElement("li");
      const words = document.createElement("p");
      words.className = "body";
      words.dir = "auto";
      words.textContent = card.words;
      const link = document.createElement("a");
      link.href = card.href;
      link.textContent = card.code;
      item.append(words, link);
      list.append(item);
    }
    part().append(title, list);
  };

  // The phase was closed while somebody was writing.
  const giveBack = (draft) => {
    const box = document.createElement("div");
    const label = document.createElement("label");
    label.htmlFor = "zurueck";
    label.textContent = "Ihr angefangener Text zum Kopieren";
    const words = document.createElement("textarea");
    words.id = "zurueck";
    words.readOnly = true;
    words.dir = "auto";
    words.value = draft;
    const gone = document.createElement("button");
    gone.type = "button";
    gone.textContent = "Text verwerfen";
    gone.addEventListener("click", () => {
      store.set(DRAFT, null);
      box.remove();
    });
    box.append(label, words, gone);
    document.querySelector(".now").after(box);
  };

  // ---- the time left

  let ends = null;
  const startClock = () => {
    const left = document.getElementById("zeit")?.dataset.left;
    ends = left ? performance.now() + Number(left) * 1000 : null;
  };
  const tick = () => {
    const time = document.getElementById("zeit");
    if (!time || ends === null) return;
    const seconds = Math.ceil((ends - performance.now()) / 1000);
    const minutes = Math.ceil(seconds / 60);
    const words =
      seconds <= 0
        ? "Die geplante Zeit ist um; die Moderation schließt die Phase."
        : `noch ${minutes} ${minutes === 1 ? "Minute" : "Minuten"}`;
    if (time.textContent !== words) time.textContent = words;
  };
  setInterval(tick, 5000);

  // ---- following the workshop

  // The server answers when something has changed, or after this time.
  const PATIENCE = 100;
  let timer = 0;
  let looking = null;
  const follow = (least, most) => {
    clearTimeout(timer);
    timer = setTimeout(look, (least + Math.random() * (most - least)) * 1000);
  };

  const look = async () => {
    if (document.hidden) return;
    looking?.abort();
    const mine = (looking = new AbortController());
    // A phone that was carried out of the network is not told that its connection is gone.
    const lost = setTimeout(() => mine.abort(), (PATIENCE + 20) * 1000);
    const begun = performance.now();
    let news = false;
    try {
      const answer = await fetch(`/mitmachen/${code}/stand`, {
        headers: { "if-none-match": `"${part().dataset.state}"`, prefer: `wait=${PATIENCE}` },
        cache: "no-store",
        signal: mine.signal,
      });
      // What this phone has sent meanwhile was answered with a page that is newer.
      news = answer.status === 200 && answer.headers.get("etag") !== `"${part().dataset.state}"`;
      if (news && !sending) await renew(await answer.text());
    } catch {
      // The next look tries again.
    }
    clearTimeout(lost);
    if (mine !== looking) return;
    // Whoever has waited for nothing may wait again; whoever is told at once would only hurry.
    if (!news && performance.now() - begun > 20000) follow(0, 2);
    else follow(8, 12);
  };

  const renew = async (words) => {
    const page = await fetch(here + location.search.replace(/[?&]gesendet=[^&]*/, ""), {
      headers: { "x-phone": "1" },
      cache: "no-store",
    });
    if (!page.ok || sending) return;
    const text = document.getElementById("text");
    if (text?.value) store.set(DRAFT, text.value);
    const before = part().dataset.phase;
    const wrote = Boolean(text);
    const html = await page.text();
    if (!refresh(html)) show(html);
    const changed =
      before !== part().dataset.phase || wrote !== Boolean(document.getElementById("text"));
    say(changed ? words : "Die Seite wurde aktualisiert.");
  };

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) {
      looking?.abort();
      looking = null;
    } else {
      follow(0, 2);
    }
  });

  prepare();
  follow(1, 3);
  const left = store.get(PENDING);
  if (left) {
    // The page was left before the server had answered.
    try {
      send(JSON.parse(left));
    } catch {
      store.set(PENDING, null);
    }
  }
})();
