"""Data: people in their function, with as few personal data as possible."""

import streamlit as st

from strategy.nouns.person import Person
from ui.objects.register import Register, list_title, show_list, show_object
from ui.run import session

PEOPLE = Register(
    Person,
    columns=["function", "role", "organisation_id", "deputy_id", "valid_to"],
    filters=["role", "organisation_id"],
    empty="Hier stehen Ansprechpersonen mit ihrer Funktion. Ein Name ist nicht nötig; erfassen Sie "
    "nur, was Sie brauchen.",
    order="function",
)

actions = list_title("Personen")
st.markdown(
    "Wer wofür antwortet. Die Funktion genügt; je weniger personenbezogene Angaben, desto besser."
)
if show_object(PEOPLE):
    session.end_page()
show_list(PEOPLE, actions=actions)
