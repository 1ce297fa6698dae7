"""Data: versions of the plan - draft, scenarios, sealed editions."""

import streamlit as st

from ui.objects.register import list_title
from ui.run import session
from ui.run.plain_text import plain
from ui.versions.archive_view import show_archive
from ui.versions.version_form import FORMS, show_version_form
from ui.versions.version_list import NEW, OPEN, show_version_list
from ui.versions.version_sheet import show_version_sheet

versions = session.versions()
wanted = st.query_params.get(OPEN, "")
opened = next((item for item in versions if item.name == wanted), None)
if opened is not None:
    show_version_sheet(opened, versions)
    session.end_page()
if st.query_params.get(NEW) in FORMS and session.who().may_write:
    show_version_form(st.query_params[NEW])
    session.end_page()

actions = list_title("Fassungen")
st.markdown(
    "Der Entwurf ist der lebende Plan. Ein Szenario ist eine Kopie zum Ausprobieren. Eine "
    "festgeschriebene Fassung ist der Stand, der einem Gremium vorlag; nichts kann sie mehr ändern."
)
if wanted:
    st.warning(
        f"Eine Fassung „{plain(wanted)}“ gibt es nicht mehr; suchen Sie sie in der Liste oder im "
        "Archiv.",
        icon=":material/warning:",
    )
show_version_list(versions, actions)
if not session.who().may_write:
    st.info(session.why_closed(), icon=":material/lock:")
    session.end_page()
show_archive()
