"""What the specification of OParl 1.1 says of its objects: required properties and their types.

Written from the tables of the specification (https://oparl.org, chapter "Schema"), so that the
output is held against something that none of our own code has made.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

SCHEMA = "https://schema.oparl.org/1.1/"
_COMMON = "license=str keyword=[str] created=time modified=time web=url deleted=bool"
# property=type: url (one reference), [url] (list of them), Name (embedded object), [Name].
_TYPES = {
    "System": "oparlVersion=str otherOparlVersions=[url] body=url name=str contactEmail=str "
    "contactName=str website=url vendor=url product=url",
    "Body": "system=url shortName=str name=str website=url licenseValidSince=time oparlSince=time "
    "ags=str rgs=str equivalent=[url] contactEmail=str contactName=str organization=url person=url "
    "meeting=url paper=url legislativeTerm=[LegislativeTerm] agendaItem=url consultation=url "
    "file=url locationList=url legislativeTermList=url membership=url classification=str "
    "location=Location",
    "LegislativeTerm": "body=url name=str startDate=day endDate=day",
    "Organization": "body=url name=str membership=[url] meeting=url consultation=url shortName=str "
    "post=[str] subOrganizationOf=url organizationType=str classification=str startDate=day "
    "endDate=day website=url location=Location externalBody=url",
    "Person": "body=url name=str familyName=str givenName=str formOfAddress=str affix=str "
    "title=[str] gender=str phone=[str] email=[str] location=url locationObject=Location "
    "status=[str] membership=[Membership] life=str lifeSource=str",
    "Membership": "person=url organization=url role=str votingRight=bool startDate=day endDate=day "
    "onBehalfOf=url",
    "Meeting": "name=str meetingState=str cancelled=bool start=time end=time location=Location "
    "organization=[url] participant=[url] invitation=File resultsProtocol=File "
    "verbatimProtocol=File auxiliaryFile=[File] agendaItem=[AgendaItem]",
    "AgendaItem": "meeting=url number=str order=int name=str public=bool consultation=url "
    "result=str resolutionText=str resolutionFile=File auxiliaryFile=[File] start=time end=time",
    "Paper": "body=url name=str reference=str date=day paperType=str relatedPaper=[url] "
    "superordinatedPaper=[url] subordinatedPaper=[url] mainFile=File auxiliaryFile=[File] "
    "location=[Location] originatorPerson=[url] underDirectionOf=[url] "
    "originatorOrganization=[url] consultation=[Consultation]",
    "Consultation": "paper=url agendaItem=url meeting=url organization=[url] authoritative=bool "
    "role=str",
    "File": "name=str fileName=str mimeType=str date=day size=int sha1Checksum=str "
    "sha512Checksum=str text=str accessUrl=url downloadUrl=url externalServiceUrl=url "
    "masterFile=url derivativeFile=[url] fileLicense=str meeting=[url] agendaItem=[url] "
    "paper=[url]",
    "Location": "description=str geojson=any streetAddress=str room=str postalCode=str "
    "subLocality=str locality=str bodies=[url] organizations=[url] persons=[url] meetings=[url] "
    "papers=[url]",
}
_REQUIRED = {
    "System": "oparlVersion body",
    "Body": "name organization person meeting paper legislativeTerm agendaItem consultation file "
    "locationList legislativeTermList membership",
    "File": "accessUrl",
}


def troubles(item: dict[str, Any], inner: bool = False) -> list[str]:
    """What is wrong with an object; ``inner`` where it is embedded in another."""
    address, type_ = item.get("id"), str(item.get("type", ""))
    name = type_.removeprefix(SCHEMA)
    if not _is("url", address) or name not in _TYPES or not type_.startswith(SCHEMA):
        return [f"no object of OParl 1.1: {item}"]
    known = dict(part.split("=") for part in f"{_COMMON} {_TYPES[name]}".split())
    found = [
        f"{address}: {one} is missing"
        for one in _REQUIRED.get(name, "").split()
        if one not in item and not inner
    ]
    for key, value in item.items():
        if key in ("id", "type"):
            continue
        if ":" in key:
            # A vendor's own property: prefix, colon, name; its content is free.
            if not re.fullmatch(r"[A-Za-z]+:[A-Za-z]+", key):
                found.append(f"{address}: {key}")
        elif key not in known:
            found.append(f"{address}: {key} is no property of {name}")
        elif not _is(known[key], value):
            found.append(f"{address}: {key} is no {known[key]}: {value!r}")
        else:
            inside = value if isinstance(value, list) else [value]
            found += [x for one in inside if isinstance(one, dict) for x in troubles(one, True)]
    return found


def loose_ends(items: list[dict[str, Any]]) -> set[str]:
    """Addresses of objects that are referred to and not there."""
    known = {item["id"] for item in items}
    words = {item["id"].rsplit("/", 2)[-2] for item in items}
    return {
        address
        for item in items
        for address in _addresses(item)
        if re.search(r"/[a-z]+/[A-Z]+-\d+$", address)
        and address.rsplit("/", 2)[-2] in words
        and address not in known
    }


def _addresses(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [x for one in value.values() for x in _addresses(one)]
    if isinstance(value, list):
        return [x for one in value for x in _addresses(one)]
    return [value] if isinstance(value, str) and value.startswith("http") else []


def _is(kind: str, value: Any) -> bool:
    if kind.startswith("["):
        return isinstance(value, list) and all(_is(kind[1:-1], one) for one in value)
    match kind:
        case "any":
            return True
        case "str":
            return isinstance(value, str) and value != ""
        case "bool":
            return isinstance(value, bool)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "url":
            return isinstance(value, str) and bool(re.fullmatch(r"https?://[^\s]+", value))
        case "day":
            return isinstance(value, str) and str(date.fromisoformat(value)) == value
        case "time":
            return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    return isinstance(value, dict) and value.get("type") == f"{SCHEMA}{kind}"
