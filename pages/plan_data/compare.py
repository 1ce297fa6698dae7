"""Data: compare any two versions, and take measures over from the other one."""

import streamlit as st

from strategy.differences.behind import behind_group, behind_money, behind_posts
from strategy.differences.told import CHANGE_WORDS, left_out_sentence
from strategy.kernel import german
from ui.charts.chart_block import EXCEL_TYPE
from ui.reports.answer_files import WORD_TYPE
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.result_table import show_result
from ui.versions.behind_view import show_differences
from ui.versions.compared import (
    GROUPS,
    MEASURES,
    POSTS,
    TEXTS,
    groups_frame,
    measures_frame,
    money_columns,
    money_frame,
    posts_frame,
    texts_frame,
)
from ui.versions.comparison import change_list, difference, difference_book
from ui.versions.take_over_view import show_take_over

st.title("Fassungen vergleichen")
st.markdown("Was unterscheidet zwei Fassungen: Maßnahmen, Geld, Stellen, Ziele und Texte?")
versions = {item.name: item for item in session.versions()}
names = list(versions)
if len(names) < 2:
    st.info(
        "Noch gibt es nur den Entwurf. Legen Sie ein Szenario an oder schreiben Sie eine Fassung "
        "fest, dann lässt sich vergleichen.",
        icon=":material/info:",
    )
    st.page_link("plan_data/versions.py", label="Zu den Fassungen", icon=":material/content_copy:")
    session.end_page()
# From where the version one works in was copied, else the draft against the newest other one.
here = versions[session.version()]
start = here.base if here.base in versions else "main"
end = here.name if here.name != start else names[-1]
left, right = st.columns(2)
with left:
    first = st.selectbox(
        "Von",
        names,
        index=names.index(start),
        key="vergleich_von",
        bind="query-params",
        format_func=lambda name: versions[name].title if name in versions else name,
    )
with right:
    second = st.selectbox(
        "Zu",
        names,
        index=names.index(end),
        key="vergleich_zu",
        bind="query-params",
        format_func=lambda name: versions[name].title if name in versions else name,
    )
if first == second or first is None or second is None:
    st.info("Wählen Sie zwei verschiedene Fassungen.", icon=":material/info:")
    session.end_page()
for name in (first, second):
    if versions[name].note:
        st.caption(plain(f"{versions[name].title}: {versions[name].note}"))
found = difference(first, second)
if not found.rows:
    st.success("Die beiden Fassungen sagen dasselbe.", icon=":material/check_circle:")
    session.end_page()
moved = found.own_share.moved
many = german.counted(len(found.measures), "Maßnahme ist", "Maßnahmen sind")
st.markdown(
    plain(
        f"{many} anders; der Eigenanteil aller Jahre geht von "
        f"{german.money(found.own_share.before)} auf {german.money(found.own_share.after)} "
        f"({'+' if moved and moved > 0 else ''}{german.money(moved)}). {left_out_sentence(found)}"
    )
)
store = session.store()
with st.container(horizontal=True):
    st.download_button(
        "Änderungsliste als Word",
        data=lambda: change_list(store, found),
        file_name="Aenderungsliste.docx",
        mime=WORD_TYPE,
        icon=":material/description:",
        on_click="ignore",
        key="vergleich_word",
    )
    st.download_button(
        "Änderungsliste als Excel",
        data=lambda: difference_book(store, found),
        file_name="Vergleich.xlsx",
        mime=EXCEL_TYPE,
        icon=":material/download:",
        on_click="ignore",
        key="vergleich_excel",
    )

st.header("Maßnahmen")
kinds = [kind for kind in CHANGE_WORDS if any(kind in item.change for item in found.measures)]
wanted = st.pills(
    "Nur zeigen",
    kinds,
    selection_mode="multi",
    key="vergleich_art",
    format_func=lambda kind: (
        f"{CHANGE_WORDS[kind]}: {sum(kind in item.change for item in found.measures)}"
    ),
)
shown = [item for item in found.measures if not wanted or set(wanted) & set(item.change)]
show_result(
    measures_frame(shown), MEASURES, "id", key="vergleich_massnahmen", title="Geänderte Maßnahmen"
)
texts = texts_frame(shown, found.titles)
if len(texts):
    st.subheader("Angaben und Texte")
    show_result(texts, TEXTS, "id", key="vergleich_texte", title="Geänderte Angaben")

st.header("Geld")
level = session.municipality().level_1 or "Dezernat"
own = (
    st.segmented_control(
        "Betrag",
        ["Eigenanteil", "Kosten"],
        default="Eigenanteil",
        key="vergleich_betrag",
        required=True,
    )
    == "Eigenanteil"
)
cells = found.own_money if own else found.money
show_differences(
    found,
    money_frame(found, cells),
    money_columns(level),
    lambda one: behind_money(found, cells[int(one)].key, own),
    key="vergleich_geld",
    title=f"Unterschied nach {level}, Jahr und Art",
)
st.header("Stellen")
show_differences(
    found,
    posts_frame(found),
    POSTS,
    lambda one: behind_posts(found, found.posts[int(one)].key),
    key="vergleich_stellen",
    title="Unterschied der Stellen",
    posts=True,
)
st.header("Ziele und Lebensbereiche, die gewinnen oder verlieren")
show_differences(
    found,
    groups_frame(found, [*found.goals, *found.domains]),
    GROUPS,
    lambda one: behind_group(found, one),
    key="vergleich_gruppen",
    title="Ziele und Lebensbereiche",
)
st.header("Einzelne Maßnahmen übernehmen")
show_take_over(found)
