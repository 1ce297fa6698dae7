"""The entry script: which pages there are, the frame around each, and the way between them.

It lies inside pages/ on purpose: beside that folder Streamlit would run a deep-linked page without
coming through here.
"""

import streamlit as st

from ui.frame.sidebar import every_page, require_sign_in, show_frame
from ui.run import session
from ui.run.kept_text import begin_run
from ui.run.page_queue import one_page_at_a_time
from ui.run.trouble import show_unforeseen

pages = every_page()
# Hidden, as Streamlit's sectioned menu nests list items wrongly for screen readers; we draw our
# own.
page = st.navigation(list(pages.values()), position="hidden")
st.set_page_config(
    page_title=f"{page.title} – Digitalstrategie",
    page_icon=":material/location_city:",
    layout="wide",
    initial_sidebar_state="auto",
)
try:
    with one_page_at_a_time(), session.one_run():
        require_sign_in()
        begin_run()
        show_frame(page)
        page.run()
# Everything: without it Streamlit shows English words, or the source of the page.
except Exception as error:
    show_unforeseen(error)
