"""What AppTest does anew for every page of every test, though it is always the same: done once.

It looks through all installed packages for components, compiles every script, and asks a thousand
times a second whether the run is over; together a quarter of what the tests of the pages take.
"""

from __future__ import annotations

from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner


def share() -> None:
    """From now on every AppTest of this process has the same components and scripts."""
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
    scripts = ScriptCache()
    app_test.ScriptCache = local_script_runner.ScriptCache = lambda: scripts
    local_script_runner.require_widgets_deltas = _wait


def _wait(runner: LocalScriptRunner, timeout: float) -> None:
    """Until the run is over; an error after ``timeout`` seconds, as from AppTest itself."""
    thread = runner._script_thread
    thread.join(timeout)
    if thread.is_alive():
        runner.request_stop()
        raise RuntimeError(f"the page took more than {timeout} s")
