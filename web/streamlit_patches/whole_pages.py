"""Every page arrives whole, also when a part that renews itself asks in the moment of its end.

The fault: ``AppSession`` drops what a run has drawn in a fragment when the run of that fragment
begins before it was sent, and takes nothing more of a runner that has ended but whose last events
still wait for the event loop.  Public: https://github.com/streamlit/streamlit/issues/9921 and
https://github.com/streamlit/streamlit/pull/9381, both closed with such gaps left.

Without this file the list of cards on the desk loses its ticks, a page breaks at the gap, or its
end is missing until somebody loads it again.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import RerunData, ScriptRunnerEvent

# The switch of handing over together: Streamlit wakes its event loop for every element, and each
# time the thread that makes a page and the one that sends take Python's lock from each other.
# Elements wait this long for others, as long as Streamlit pauses between two rounds of sending;
# with 0 each goes alone.  Figures of both in docs/decisions.md.
TOGETHER_SECONDS = 0.01

Event = tuple[Any, ScriptRunnerEvent, dict[str, Any]]


class WholePages(AppSession):
    """A session that hands over what its runs send in their order, and leaves nothing lying."""

    def __init__(self, *given: Any, **named: Any) -> None:
        # Filled by the thread that makes a page, emptied by the event loop.
        self.sent: deque[Event] = deque()
        self._is_expected = False
        super().__init__(*given, **named)

    def _on_scriptrunner_event(self, sender: Any, event: ScriptRunnerEvent, **named: Any) -> None:  # type: ignore[override]
        self.sent.append((sender, event, named))
        if event != ScriptRunnerEvent.ENQUEUE_FORWARD_MSG or not TOGETHER_SECONDS:
            self._call_soon_on_event_loop(self.hand_over)
        elif not self._is_expected:
            # Taken back by ``hand_over`` before it looks, so that nothing is left lying.
            self._is_expected = True
            self._call_soon_on_event_loop(self._hand_over_later)

    def _hand_over_later(self) -> None:
        self._event_loop.call_later(TOGETHER_SECONDS, self.hand_over)

    def hand_over(self) -> None:
        """Hand over everything that was sent so far; on the event loop."""
        self._is_expected = False
        while self.sent:
            sender, event, named = self.sent.popleft()
            is_own = sender is self._scriptrunner
            try:
                self._handle_scriptrunner_event_on_event_loop(sender, event, **named)
            except Exception as error:
                # As an event of its own it would have taken no other with it either.
                self._event_loop.call_exception_handler(
                    {"message": "handling what a page has sent", "exception": error}
                )
            if is_own and event == ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS:
                self.page_is_made()
            elif is_own and event == ScriptRunnerEvent.SHUTDOWN:
                self.run_has_ended()

    def page_is_made(self) -> None:
        """Called when a run of the whole page has come to its end."""

    def run_has_ended(self) -> None:
        """Called when nothing more is asked of the last run."""

    def _create_scriptrunner(self, initial_rerun_data: RerunData) -> None:
        # The runner before has ended here; once another stands in its place, Streamlit takes its
        # last elements for those of a stranger.
        before = self._scriptrunner
        self.hand_over()
        # Its end may have been what a press waited for, which has a runner by now.  A second one
        # beside it would be the session's, and all that comes of the press a stranger's.
        made = self._scriptrunner
        if made is None or made is before or not made.request_rerun(initial_rerun_data):
            super()._create_scriptrunner(initial_rerun_data)

    def _clear_queue(self, fragment_ids_this_run: list[str] | None = None) -> None:
        if not fragment_ids_this_run:
            super()._clear_queue(fragment_ids_this_run)
            return
        # Streamlit would drop what the run before has drawn in this part and not yet sent.  The
        # browser then takes the part for gone with the end of that run: what was ticked in it is
        # forgotten, and the page breaks where the next element is put behind the gap.  Kept
        # elements must not be overwritten in their place either, which comes before that end.
        self._browser_queue._delta_index_map = {}
