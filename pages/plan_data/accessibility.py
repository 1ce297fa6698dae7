"""Data: the accessibility statement (Erklärung zur Barrierefreiheit)."""

from pathlib import Path

import streamlit as st

TEXT = Path(__file__).resolve().parents[2] / "docs" / "accessibility.md"

st.title("Barrierefreiheit")
# The document's own title is this page's title.
st.markdown(TEXT.read_text(encoding="utf-8").split("\n", 1)[1])
