"""The answers given for one file; together they are the mapping the file is read with.

They are kept beside the plan until the file is taken over: whoever loses the page on the way and
uploads the same file again finds them there.
"""

from __future__ import annotations

import hashlib
from typing import Any

import streamlit as st

from ui.run import kept_text

_KEY, _DIGEST, _RESTORED = "import_settings", "import_digest", "import_restored"
_FIELD = "answers"


def name_of_file(upload: Any) -> str:
    """The same for the same content: Streamlit gives a file another id with every upload."""
    known = st.session_state.get(_DIGEST)
    # Once per upload and not per click; the file of a city's budget has hundreds of megabytes.
    if known is None or known[0] != upload.file_id:
        known = upload.file_id, hashlib.sha256(upload.getbuffer()).hexdigest()[:24]
        st.session_state[_DIGEST] = known
    return str(known[1])


def answers(file_id: str) -> dict[str, Any]:
    """All answers for a file, to be changed in place."""
    known: dict[str, dict[str, Any]] = st.session_state.setdefault(_KEY, {})
    if file_id not in known:
        kept = kept_text.kept_at(_place(file_id)).get(_FIELD, {})
        known[file_id] = dict(kept.get("entered", {}))
        st.session_state.setdefault(_RESTORED, set()).update([file_id] if kept else [])
    return known[file_id]


def keep_answers(file_id: str) -> None:
    """Keep beside the plan what is answered by now, and say where it comes from there."""
    given = answers(file_id)
    if given != kept_text.kept_at(_place(file_id)).get(_FIELD, {}).get("entered", {}):
        kept_text.keep_at(_place(file_id), {_FIELD: {"entered": given}} if given else {})
    if given and file_id in st.session_state.get(_RESTORED, ()):
        st.caption("Wiederhergestellt: was Sie zu dieser Datei schon festgelegt hatten.")
        st.button(
            "Festlegungen verwerfen",
            key=f"import_drop_{file_id}",
            icon=":material/close:",
            on_click=drop_answers,
            args=(file_id,),
        )


def drop_answers(file_id: str) -> None:
    """Callback: the file is read anew, or it is taken over and needs its answers no more."""
    st.session_state.get(_KEY, {}).pop(file_id, None)
    st.session_state.get(_RESTORED, set()).discard(file_id)
    kept_text.forget(_place(file_id), f"settle_{file_id}")


def _place(file_id: str) -> str:
    return f"import_{file_id}"


def keep(file_id: str, name: str, value: Any) -> None:
    """Answer one key of the mapping; None takes the answer back."""
    if value is None:
        answers(file_id).pop(name, None)
    else:
        answers(file_id)[name] = value


def keep_of_column(file_id: str, name: str, header: str, value: Any) -> None:
    """Answer a key of the mapping for one column."""
    answers(file_id).setdefault(name, {})[header] = value
