"""What every page of the workbench is served with: plain routes, middleware, the error sentence."""

from __future__ import annotations

from typing import Any

from starlette.middleware import Middleware

from ui.run.trouble import show_unforeseen
from web.front.compressed import CompressedAssets
from web.front.routes import routes
from web.front.security import SecurityHeaders
from web.front.shell import GermanShell
from web.front.short_way import ShortWay
from web.serving.gone import GoneVisitors
from web.serving.origins import OwnOrigins
from web.serving.uploads import UploadBudget
from web.sign_in.gate import Gate
from web.streamlit_patches.session import use_own_session


def front() -> dict[str, Any]:
    """The arguments of ``streamlit.App`` beside the script and the lifespan.

    The outermost middleware comes first: headers go on every answer, also on compressed files.
    """
    use_own_session()
    own = routes()
    return {
        "routes": own,
        "middleware": [
            Middleware(GoneVisitors),
            Middleware(SecurityHeaders),
            Middleware(OwnOrigins),
            Middleware(ShortWay, own=own),
            Middleware(Gate, own=own),
            Middleware(UploadBudget),
            Middleware(CompressedAssets),
            Middleware(GermanShell),
        ],
        "on_script_error": show_unforeseen,
    }
