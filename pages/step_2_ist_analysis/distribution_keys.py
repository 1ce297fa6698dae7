"""Step 2: named distribution keys, applied to many applications at once."""

import streamlit as st

from strategy.nouns.distribution_key import DistributionKey
from strategy.nouns.distribution_key_share import DistributionKeyShare
from ui.inventory.named_key_view import show_named_key
from ui.objects.register import Register, list_title, show_list, show_object
from ui.run import session

KEYS = Register(
    DistributionKey,
    columns=["title", "basis", "note"],
    filters=["basis"],
    order="title",
    imports="keys",
    empty="Hier stehen die Verteilschlüssel, nach denen die Kosten gemeinsam genutzter Anwendungen "
    "auf die Ämter verteilt werden: nach VZÄ, nach Nutzenden oder mit eigenen Anteilen. Ein "
    "Schlüssel gilt für beliebig viele Anwendungen.",
    children=[
        Register(
            DistributionKeyShare,
            columns=["organisation_id", "share", "users"],
            parent_field="distribution_key_id",
            order="organisation_id",
            # Shares are given together, because only together they make 100 %.
            without=["share"],
            listed=False,
        )
    ],
)

actions = list_title("Verteilschlüssel")
st.markdown("Wie die Kosten gemeinsam genutzter Anwendungen auf die Ämter verteilt werden.")
if show_object(KEYS, show_named_key):
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Legen Sie einen Schlüssel an, nennen Sie die Ämter und wenden Sie ihn auf alle "
        "Anwendungen an, deren Kosten so aufgeteilt werden. Ändern sich Stellen, Nutzende oder "
        "Anteile, zeigt der Schlüssel, wo er neu anzuwenden ist; von selbst ändert er nichts."
    )
show_list(KEYS, actions=actions)
