// Tells Streamlit's client where its server is; it would else ask for it below the page's own
// address first, and every deep link would begin with two answers of 404.
"use strict";
window.__streamlit = { BACKEND_BASE_URL: window.location.origin };
