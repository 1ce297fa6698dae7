// Opens the browser's print dialogue; without a script the page says which keys do.
"use strict";

(function () {
  const button = document.getElementById("drucken");
  button.hidden = false;
  button.addEventListener("click", () => window.print());
})();
