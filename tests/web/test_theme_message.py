"""The kept colours are those that Streamlit would put together anew."""

from __future__ import annotations

import pytest
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from web.streamlit_patches import theme_message

SECTIONS = (
    "theme",
    "theme.light",
    "theme.dark",
    "theme.sidebar",
    "theme.light.sidebar",
    "theme.dark.sidebar",
)


@pytest.fixture(autouse=True)
def theme(monkeypatch: pytest.MonkeyPatch) -> None:
    theme_message._made.cache_clear()
    options = {
        "theme": {
            "baseRadius": "small",
            "baseFontSize": 16,
            "linkUnderline": True,
            "chartCategoricalColors": ["#2044AA", "#F69A00"],
            "base": "light",
        },
        "theme.light": {"primaryColor": "#2044AA"},
        "theme.dark": {"primaryColor": "#97AFE1", "font": "sans-serif"},
        "theme.sidebar": {"primaryColor": None},
        "theme.light.sidebar": {},
        "theme.dark.sidebar": {"borderColor": "#454B6B"},
    }
    monkeypatch.setattr(app_session.config, "get_options_for_section", options.__getitem__)


def _parts(message: CustomThemeConfig) -> list[tuple[str, CustomThemeConfig]]:
    return list(
        zip(
            SECTIONS,
            (
                message,
                message.light,
                message.dark,
                message.sidebar,
                message.light.sidebar,
                message.dark.sidebar,
            ),
            strict=True,
        )
    )


def test_the_same_message_and_nothing_marked_that_is_not_given() -> None:
    ours, theirs = CustomThemeConfig(), CustomThemeConfig()
    for section, part in _parts(theirs):
        theme_message._fill(part, section)
    for _ in range(2):
        ours.Clear()
        for section, part in _parts(ours):
            theme_message._fill_from_kept(part, section)
        assert ours == theirs
        assert ours.SerializeToString(deterministic=True) == theirs.SerializeToString(
            deterministic=True
        )
    assert not ours.HasField("sidebar")
    assert ours.dark.HasField("sidebar")


def test_put_together_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    look = app_session.config.get_options_for_section
    monkeypatch.setattr(
        app_session.config,
        "get_options_for_section",
        lambda section: asked.append(section) or look(section),
    )
    for _ in range(3):
        for section, part in _parts(CustomThemeConfig()):
            theme_message._fill_from_kept(part, section)
    assert sorted(asked) == sorted(SECTIONS)
