"""The Atom feed of what changed between released versions."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

from strategy.publishing.site_changes import ReleaseChange

_ATOM = "http://www.w3.org/2005/Atom"
ElementTree.register_namespace("", _ATOM)


def atom(changes: list[ReleaseChange], town: str, address: str) -> str:
    """The feed; ``address`` is where the public site is found from outside."""
    feed = ElementTree.Element(f"{{{_ATOM}}}feed", {"xml:lang": "de"})
    _text(feed, "title", f"Digitalstrategie {town}: Änderungen")
    _text(feed, "id", f"{address}/aenderungen.atom")
    _link(feed, "self", f"{address}/aenderungen.atom")
    _link(feed, "alternate", f"{address}/aenderungen")
    author = ElementTree.SubElement(feed, f"{{{_ATOM}}}author")
    _text(author, "name", town)
    _text(feed, "updated", _moment(changes[0].release.publication.released_at))
    for one in changes:
        entry = ElementTree.SubElement(feed, f"{{{_ATOM}}}entry")
        _text(entry, "title", f"Fassung „{one.release.edition.title}“ veröffentlicht")
        # By its checksum, so that a reader knows the entry again wherever the site moves.
        _text(entry, "id", f"urn:sha256:{one.release.edition.hash}:{one.release.publication.id}")
        _link(entry, "alternate", f"{address}/aenderungen")
        _text(entry, "updated", _moment(one.release.publication.released_at))
        words = [one.release.publication.note or "", *one.sentences]
        _text(entry, "content", "\n".join(word for word in words if word), type="text")
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=True)


def _text(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = text


def _link(parent: ElementTree.Element, rel: str, address: str) -> None:
    ElementTree.SubElement(parent, f"{{{_ATOM}}}link", {"rel": rel, "href": address})


def _moment(at: datetime | None) -> str:
    return (at or datetime(2000, 1, 1)).replace(tzinfo=UTC, microsecond=0).isoformat()
