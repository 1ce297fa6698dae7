"""``/oparl/v1/…``: the council of the released version for other programs, where it is open."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from strategy.kernel.store import Store
from strategy.nouns.visibility import Audience
from strategy.publishing.oparl import oparl_objects
from strategy.publishing.oparl_base import SCHEMA, TYPES, Json, Objects, moment
from strategy.relations.audience import read_for
from web.participants.limits import RequestLimits, address_of
from web.site.released import Released, released, store

PATH = "/oparl/v1"
PAGE = 100
_NAMES = {word: name for name, word in TYPES.items()}
# Programs of other sites read this; the specification asks for it.
_HEADERS = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "no-cache",
}
# What a client may leave out to learn only what changed.
_INTERNAL = {
    "Person": ("membership",),
    "Meeting": ("agendaItem", "auxiliaryFile"),
    "Paper": ("auxiliaryFile", "location"),
    "Body": ("legislativeTerm",),
}
_FILTERS = ("created_since", "created_until", "modified_since", "modified_until")
_CLOSED = "Diese Schnittstelle ist nicht offen; die Administration dieses Servers schaltet sie ein."
# A host name is whatever a client says, so only a few of them are remembered.
_KEPT = 4

_making = threading.Lock()
_made: OrderedDict[tuple[str, str, str], Objects] = OrderedDict()


class OparlPages:
    """The addresses with the limits of one server."""

    def __init__(self, limits: RequestLimits) -> None:
        self._limits = limits

    def routes(self) -> list[BaseRoute]:
        """System, lists, objects and the texts of files."""
        return [
            Route(f"{PATH}/system", self.answer),
            Route(f"{PATH}/body", self.answer),
            Route(f"{PATH}/{{word}}/{{object_id}}", self.answer),
            Route(f"{PATH}/{{word}}/{{object_id}}/{{part}}", self.answer),
        ]

    async def answer(self, request: Request) -> Response:
        """One object, one page of a list, or one text."""
        if wait := self._limits.address.take(address_of(request)):
            return _trouble(429, f"Zu viele Anfragen; bitte in {wait} Sekunden wieder.", wait)
        base = f"{request.url.scheme}://{request.headers.get('host', '')}{PATH}"
        made = await to_thread.run_sync(_objects, base)
        if made is None:
            return _trouble(404, _CLOSED)
        try:
            found = _find(made, request)
        except ValueError:
            return _trouble(400, "Eine Zeitangabe des Filters ist nicht lesbar (RFC 3339).")
        if found is None:
            return _trouble(404, "Dieses Objekt gibt es in der veröffentlichten Fassung nicht.")
        if isinstance(found, str):
            return PlainTextResponse(found, headers=_HEADERS)
        text = json.dumps(found, ensure_ascii=False)
        return Response(text, headers=_HEADERS, media_type="application/json")


def _objects(base: str) -> Objects | None:
    """The objects of the released version, made once per version and address."""
    plan = store()
    now = released(plan)
    if not now.oparl_open or now.current is None:
        return None
    # By its checksum: a restored plan may hold another edition of the same name.
    shown = " ".join(one.edition.hash or "" for one in now.releases)
    key = (base, str(plan.path), shown)
    with _making:
        if key not in _made:
            with read_for(plan, now.current.edition.name, Audience.PUBLIC) as db:
                made = oparl_objects(db, base)
            _bury(plan, now, made)
            _made[key] = made
            while len(_made) > _KEPT:
                _made.popitem(last=False)
        return _made[key]


def _bury(plan: Store, now: Released, made: Objects) -> None:
    """Tell what earlier releases held and this one does not, by its address alone: a client that
    asks for changes has to learn which of its copies to delete."""
    assert now.current is not None  # asked only where something is released
    at = now.current.publication.released_at or datetime(2000, 1, 1)
    for earlier in now.releases[:-1]:
        with read_for(plan, earlier.edition.name, Audience.PUBLIC) as db:
            before = oparl_objects(db, made.base)
        for type_, items in before.by_type.items():
            for item in items:
                if made.find(item["id"]) is None:
                    kept: Json = {
                        str(name): item[name] for name in ("id", "type", "created") if name in item
                    }
                    made.add(type_, {**kept, "modified": moment(at), "deleted": True})


def _find(made: Objects, request: Request) -> Json | str | None:
    path = request.path_params
    if "word" not in path:
        whole = request.url.path.endswith("/system")
        return made.by_type["System"][0] if whole else _list(made, "Body", request)
    word, object_id = path["word"], path["object_id"]
    if word not in _NAMES:
        return None
    owner = made.find(f"{made.base}/{word}/{object_id}")
    part = path.get("part")
    if owner is None or part is None:
        return owner
    if word == "file" and part == "text":
        return made.texts.get(object_id)
    if word == "body" and part in _NAMES and part not in ("system", "body"):
        return _list(made, _NAMES[part], request)
    if word == "organization" and part == "meeting":
        return _list(made, "Meeting", request, owner["id"])
    return None


def _list(made: Objects, type_: str, request: Request, organization: str = "") -> Json:
    """One page of a list with links to the others, which keep the filters."""
    query = dict(request.query_params)
    items = [
        item
        for item in made.by_type[type_]
        # Deleted ones are for those who ask what changed, and for nobody else.
        if ("modified_since" in query or not item.get("deleted"))
        and (not organization or organization in item.get("organization", ()))
        and _fits(item, query)
    ]
    size = min(_number(query.get("limit"), PAGE), PAGE)
    pages = max(1, -(-len(items) // size))
    page = min(_number(query.get("page"), 1), pages)
    part = items[(page - 1) * size : page * size]
    if query.get("omit_internal") == "true":
        hidden = _INTERNAL.get(type_, ())
        part = [{k: v for k, v in item.items() if k not in hidden} for item in part]
    own = request.url.path.removeprefix(PATH)
    kept = {k: v for k, v in query.items() if k in (*_FILTERS, "limit", "omit_internal")}

    def link(number: int) -> str:
        return f"{made.base}{own}?{urlencode({**kept, 'page': number})}"

    links = {"first": link(1), "self": link(page), "last": link(pages)}
    links |= {"prev": link(page - 1)} if page > 1 else {}
    links |= {"next": link(page + 1)} if page < pages else {}
    counts = {"totalElements": len(items), "elementsPerPage": size}
    return {
        "data": part,
        "pagination": {**counts, "currentPage": page, "totalPages": pages},
        "links": links,
    }


def _fits(item: Json, query: dict[str, str]) -> bool:
    for name in _FILTERS:
        if name in query:
            key, side = name.split("_")
            # A blank is a "+" that was not encoded, which half of all clients forget.
            wanted = datetime.fromisoformat(query[name].replace(" ", "+"))
            if wanted.tzinfo is None:
                raise ValueError(name)
            at = item.get(key)
            if at is None:
                return False
            stands = datetime.fromisoformat(at)
            if (stands < wanted) if side == "since" else (stands > wanted):
                return False
    return True


def _number(typed: str | None, otherwise: int) -> int:
    return int(typed) if typed and typed.isdecimal() and 0 < int(typed) < 10**6 else otherwise


def _trouble(status: int, sentence: str, wait: int = 0) -> Response:
    content: dict[str, Any] = {"type": f"{SCHEMA}Error", "message": sentence, "debug": ""}
    headers = {**_HEADERS, "cache-control": "no-store"}
    if wait:
        headers["retry-after"] = str(wait)
    return Response(
        json.dumps(content, ensure_ascii=False),
        status,
        headers=headers,
        media_type="application/json",
    )
