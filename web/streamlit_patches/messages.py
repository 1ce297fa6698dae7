"""What a browser's message over the WebSocket means.

Streamlit's protocol is public but not promised.  Without this file a page that lies open and renews
a part of itself keeps its sign-in alive for ever.
"""

from __future__ import annotations

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg


def is_of_somebody(sent: bytes) -> bool:
    """Whether somebody did something; parts of a page that renew themselves send messages too."""
    try:
        message = BackMsg.FromString(sent)
    # What cannot be read is no reason to keep a sign-in alive.
    except DecodeError:
        return False
    kind = message.WhichOneof("type")
    return kind not in (None, "app_heartbeat") and not message.rerun_script.is_auto_rerun
