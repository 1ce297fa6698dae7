"""Data: the accessibility statement (Erklärung zur Barrierefreiheit)."""

from pathlib import Path

import streamlit as st

TEXT = Path(__file__).resolve().parents[2] / "docs" / "accessibility.md"

st.title("Barrierefreiheit")
# The document's own title is this page's title.
st.markdown(TEXT.read_text(encoding="utf-8").split("\n", 1)[1])
st.header("Tastenkürzel")
st.markdown(
    "Einzelne Tasten führen schneller ans Ziel; „?“ zeigt sie. Wer mit Spracheingabe arbeitet oder "
    "sie versehentlich drückt, schaltet sie hier aus; das gilt für diesen Browser."
)
# web/static/keys.js follows the press and writes what it will do next.
st.html('<button class="workbench-keys">Tastenkürzel aus- oder einschalten</button>')
