"""The overview."""

import streamlit as st

st.title("Überblick")
