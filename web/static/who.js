// Leaves the page as soon as the sign-in has ended, and keeps the name somebody gave himself.
"use strict";
(() => {
  const SIGN_IN = "/anmelden?weiter=";

  // Signed out in another window, removed, or idle for too long: the server closes the connection.
  // What is on the screen must not stay there.
  const leaveIfSignedOut = async () => {
    try {
      const answer = await fetch("/_stcore/health", { cache: "no-store" });
      if (answer.status !== 401) return;
    } catch {
      // The server is away, and Streamlit says so.  When it is back the sign-in may have run out.
      setTimeout(leaveIfSignedOut, 3000);
      return;
    }
    document.getElementById("root")?.remove();
    location.replace(SIGN_IN + encodeURIComponent(location.pathname + location.search));
  };

  window.WebSocket = class extends WebSocket {
    constructor(...how) {
      super(...how);
      this.addEventListener("close", leaveIfSignedOut);
    }
  };

  // "Back" may bring a page out of the browser's memory, as it looked before the sign-out.
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaveIfSignedOut();
  });

  const keepName = (event) => {
    if (event.type === "keydown" && event.key !== "Enter") return;
    if (!event.target.matches?.(".st-key-actor input")) return;
    const name = encodeURIComponent([...event.target.value.trim()].slice(0, 80).join(""));
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie =
      `workbench_name=${name}; Path=/; SameSite=Lax; Max-Age=${name ? 31536000 : 0}${secure}`;
  };
  // Streamlit's fields fire no "change".
  addEventListener("focusout", keepName, true);
  addEventListener("keydown", keepName, true);
})();
