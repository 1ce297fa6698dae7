// The screen of the room: asks once a second what changed, lets the time run, makes all cards fit.
"use strict";

(function () {
  const stand = document.getElementById("stand");
  const cut = document.getElementById("getrennt");
  let tag = stand.dataset.tag;
  // The clock of this machine may be wrong; the server's own counts.
  let ahead = 0;
  let failed = 0;

  function fit() {
    const wall = stand.querySelector(".wall");
    if (!wall) return;
    const clusters = [...wall.querySelectorAll(".cluster")].map((cluster) => ({
      cards: [...cluster.querySelectorAll("li")],
      more: cluster.querySelector(".more"),
      count: Number(cluster.dataset.count),
    }));
    const show = (most) => {
      for (const cluster of clusters) {
        cluster.cards.forEach((card, place) => (card.hidden = place >= most));
        const left = cluster.count - Math.min(most, cluster.cards.length);
        // A cluster without any card shown has its number beside its name.
        cluster.more.hidden = left === 0 || most === 0;
        cluster.more.textContent = "und " + left.toLocaleString("de-DE") + " weitere";
      }
    };
    const fits = () =>
      wall.scrollWidth <= wall.clientWidth + 2 && wall.scrollHeight <= wall.clientHeight + 2;
    let least = 0;
    let most = Math.max(...clusters.map((cluster) => cluster.cards.length), 0);
    show(most);
    // A few cards are written large, so that the last row can read them.
    for (const size of [1.6, 1.4, 1.2, 1]) {
      wall.style.fontSize = size + "em";
      if (fits()) return;
    }
    while (least < most) {
      const middle = Math.ceil((least + most) / 2);
      show(middle);
      if (fits()) least = middle;
      else most = middle - 1;
    }
    show(least);
  }

  function tick() {
    const time = stand.querySelector("[data-ends]");
    if (!time) return;
    const left = Math.round((Date.parse(time.dataset.ends) - Date.now() - ahead) / 1000);
    time.classList.toggle("over", left <= 0);
    if (left <= 0) {
      time.textContent = "Zeit ist um";
      return;
    }
    const hours = Math.floor(left / 3600);
    // Whoever has two days left needs no seconds.
    if (hours >= 10) return;
    const minutes = String(Math.floor((left % 3600) / 60)).padStart(hours ? 2 : 1, "0");
    const seconds = String(left % 60).padStart(2, "0");
    time.textContent = (hours ? hours + ":" : "") + minutes + ":" + seconds;
  }

  async function ask() {
    try {
      const answer = await fetch(stand.dataset.source, {
        headers: { "If-None-Match": tag },
        cache: "no-store",
        signal: AbortSignal.timeout(5000),
      });
      const now = Date.parse(answer.headers.get("date"));
      if (now) ahead = now - Date.now();
      if (answer.status === 200 && answer.headers.get("x-stand")) {
        stand.innerHTML = await answer.text();
        tag = answer.headers.get("etag");
        fit();
        tick();
      } else if (answer.status !== 304) {
        // Signed out, or the workshop is gone: the page itself says so.
        failed += 1;
        if (failed > 3) location.reload();
        throw new Error("no state");
      }
      failed = 0;
      cut.hidden = true;
    } catch {
      cut.hidden = false;
    }
    setTimeout(ask, 1000);
  }

  fit();
  tick();
  setInterval(tick, 500);
  window.addEventListener("resize", fit);
  setTimeout(ask, 1000);
})();
