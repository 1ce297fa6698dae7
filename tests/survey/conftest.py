"""A small town whose Ämter are asked."""

from __future__ import annotations

import pytest

from strategy.kernel.store import Store
from strategy.survey.sending import Outgoing
from tests.survey.town import fill_town, send


@pytest.fixture
def town(plan: Store) -> Store:
    """A municipality with two Ämter; the first has something on every sheet."""
    fill_town(plan)
    return plan


@pytest.fixture
def sent(town: Store) -> Outgoing:
    """The workbook of the Bauamt as it went out."""
    return send(town)
