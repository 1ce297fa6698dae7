"""``/strategie`` for everybody, and ``/strategie/einsicht/<token>`` for the council before that."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from strategy.kernel import german
from strategy.kernel.store import Store
from strategy.kernel.store.versions import get_version
from strategy.nouns.guest_link import GuestLink
from strategy.nouns.visibility import Audience
from strategy.publishing.releases import hash_of
from strategy.publishing.site_changes import ReleaseChange, changes_of
from strategy.publishing.site_content import site_content
from strategy.relations.audience import read_for
from web.front.sentence import sentence_page, too_often
from web.participants.limits import RequestLimits, address_of
from web.site.feed import atom
from web.site.released import Released, released, store
from web.site.rendered import Frame, SentPage, render_site

PATH = "/strategie"
GUEST = f"{PATH}/einsicht"
_PUBLIC = {"cache-control": "no-cache", "vary": "Accept-Encoding"}
# A link for some must not stay in the store of a browser or proxy that others use.
_PRIVATE = {"cache-control": "no-store", "vary": "Accept-Encoding", "x-robots-tag": "noindex"}
_NOTHING = (
    "Noch nichts veröffentlicht",
    "Die Digitalstrategie ist noch nicht veröffentlicht; bitte schauen Sie später wieder vorbei.",
)
_NO_LINK = (
    "Dieser Link gilt nicht",
    "Der Link ist abgelaufen, zurückgezogen oder nicht vollständig; bitte fragen Sie die Stelle, "
    "von der Sie ihn haben.",
)
_NO_PAGE = ("Diese Seite gibt es nicht", "In der gezeigten Fassung gibt es diese Seite nicht.")
_KEPT = 12

_making = threading.Lock()
_sites: OrderedDict[tuple[object, ...], dict[str, SentPage]] = OrderedDict()
_changes: OrderedDict[tuple[object, ...], list[ReleaseChange]] = OrderedDict()


class SitePages:
    """The addresses with the limits of one server."""

    def __init__(self, limits: RequestLimits) -> None:
        self._limits = limits

    def routes(self) -> list[BaseRoute]:
        """The council's first: its address lies below that of the public."""
        return [
            Route(f"{GUEST}/{{token}}", self.guest),
            Route(f"{GUEST}/{{token}}/{{rest:path}}", self.guest),
            Route(PATH, self.public),
            Route(f"{PATH}/{{rest:path}}", self.public),
        ]

    async def public(self, request: Request) -> Response:
        """A page of the released version."""
        rest = _rest(request)
        pages = _ready(store())
        if pages is None:
            # Only the first visitor after a release waits for its pages.
            pages = await to_thread.run_sync(_public_site, store())
        if pages is None:
            return sentence_page(request, *_NOTHING, 404)
        if rest == "/aenderungen.atom":
            address = f"{request.url.scheme}://{request.headers.get('host', '')}{PATH}"
            text = await to_thread.run_sync(_feed, store(), address)
            return Response(text, headers=_PUBLIC, media_type="application/atom+xml")
        return _send(request, pages.get(rest), _PUBLIC)

    async def guest(self, request: Request) -> Response:
        """A page as the council may see it, for whoever has the link."""
        if wait := self._limits.address.take(address_of(request)):
            return too_often(request, wait)
        token = request.path_params["token"][:100]
        plan = store()
        link = released(plan).links.get(hash_of(token))
        if link is None or link.valid_until is None or link.valid_until < date.today():
            return sentence_page(request, *_NO_LINK, 404)
        pages = await to_thread.run_sync(_guest_site, plan, link, token)
        return _send(request, pages.get(_rest(request)), _PRIVATE)


def _rest(request: Request) -> str:
    rest = request.path_params.get("rest", "").rstrip("/")
    return f"/{rest}" if rest else ""


def _send(request: Request, page: SentPage | None, headers: dict[str, str]) -> Response:
    if page is None:
        return sentence_page(request, *_NO_PAGE, 404)
    sent = {**headers, "etag": page.tag}
    if request.headers.get("if-none-match") == page.tag:
        return Response(status_code=304, headers=sent)
    if "gzip" in request.headers.get("accept-encoding", ""):
        sent["content-encoding"] = "gzip"
        return Response(page.packed, headers=sent, media_type=page.kind)
    return Response(page.content, headers=sent, media_type=page.kind)


def _key(plan: Store, now: Released) -> tuple[object, ...] | None:
    return (str(plan.path), now.key) if now.key else None


def _ready(plan: Store) -> dict[str, SentPage] | None:
    """The pages where they are made already, without leaving the event loop."""
    now = released(plan)
    key = _key(plan, now)
    return _sites.get(key) if key else None


def _public_site(plan: Store) -> dict[str, SentPage] | None:
    now = released(plan)
    key = _key(plan, now)
    if key is None or now.current is None:
        return None
    changes = _told(plan, now, key)
    with _making:
        if key not in _sites:
            with read_for(plan, now.current.edition.name, Audience.PUBLIC) as db:
                content = site_content(db)
            frame = Frame(content, now.town, PATH, note=now.current.publication.note)
            _keep(key, render_site(frame, changes))
        return _sites[key]


def _guest_site(plan: Store, link: GuestLink, token: str) -> dict[str, SentPage]:
    now = released(plan)
    key = (str(plan.path), link, now.town)
    with _making:
        if key not in _sites:
            with plan.read() as db:
                edition = get_version(db, str(link.edition))
            with read_for(plan, edition.name, Audience.COUNCIL) as db:
                content = site_content(db)
            frame = Frame(content, now.town, f"{GUEST}/{token}", german.day(link.valid_until))
            _keep(key, render_site(frame, []))
        return _sites[key]


def _keep(key: tuple[object, ...], pages: dict[str, SentPage]) -> None:
    _sites[key] = pages
    while len(_sites) > _KEPT:
        _sites.popitem(last=False)


def _told(plan: Store, now: Released, key: tuple[object, ...]) -> list[ReleaseChange]:
    if key not in _changes:
        _changes[key] = changes_of(plan, now.releases)
        while len(_changes) > _KEPT:
            _changes.popitem(last=False)
    return _changes[key]


def _feed(plan: Store, address: str) -> str:
    now = released(plan)
    key = _key(plan, now)
    assert key is not None  # asked only where something is released
    return atom(_told(plan, now, key), now.town.title or "", address)
