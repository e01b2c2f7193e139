"""Which paper a host name means, and which editions it has: from the editions that stand in the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from broadsheet.pages import addresses
from broadsheet.readers import limits
from broadsheet.readers.headers import Headers, security
from broadsheet.readers.negotiate import language
from broadsheet.record import values


@dataclass(frozen=True, slots=True)
class Edition:
    """What the door must know of an edition; `missing_path` is decoded, as paths are looked up."""

    prefix: str
    language: str
    front_url: str
    missing_path: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What the door must know of a paper; the first edition is the default."""

    key: str
    editions: tuple[Edition, ...]
    hosts: frozenset[str]
    security: Headers

    def front_for(self, accept_language: str | None) -> str:
        """The front that speaks the reader's language, or the default edition's."""
        return self.editions[language(accept_language, [one.language for one in self.editions]) or 0].front_url

    def missing_for(self, path: str) -> str:
        """The path of the page that says there is none, of the edition that a path lies in or of the default one."""
        prefix = path[1:].partition("/")[0]
        return next((one for one in self.editions if one.prefix == prefix), self.editions[0]).missing_path


@dataclass(slots=True)
class Papers:
    """The papers of an installation; an unknown host gets the first."""

    papers: tuple[Paper, ...]
    _by_host: dict[str, Paper] = field(default_factory=dict)

    def of(self, host: str) -> Paper | None:
        """The paper of a Host header; None only where nothing has been released at all."""
        known = self._by_host.get(host)
        if known is not None:
            return known
        if not self.papers:
            return None
        found = self._find(host.lower())
        if len(host) <= limits.REMEMBERED_CHARS and len(self._by_host) < limits.REMEMBERED_COUNT:
            self._by_host[host] = found
        return found

    def _find(self, host: str) -> Paper:
        for name in (host, _without_port(host)):
            for paper in self.papers:
                if name in paper.hosts:
                    return paper
        return self.papers[0]


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def papers(rows: Iterable[bytes], *, default_language: str) -> Papers:
    """Make the papers of the edition values as they stand in the record.

    The first edition of a paper is the one in the installation's language, else the first by key; the first paper is
    the first by key.
    """
    editions = sorted((values.edition.decode(row) for row in rows), key=lambda one: one.key)
    found = []
    for key in dict.fromkeys(one.paper for one in editions):
        own = [one for one in editions if one.paper == key]
        own.sort(key=lambda one: one.language.partition("-")[0] != default_language.partition("-")[0])
        origins = [urlsplit(one.origin.lower()) for one in own]
        hosts = {origin.netloc for origin in origins} | {origin.hostname or "" for origin in origins}
        found.append(
            Paper(
                key=key,
                editions=tuple(
                    Edition(
                        prefix=one.key.partition(".")[2],
                        language=one.language,
                        front_url=addresses.path(addresses.front(one.key)),
                        missing_path=addresses.place(addresses.missing(one.key)).path,
                    )
                    for one in own
                ),
                hosts=frozenset(hosts - {""}),
                security=security(is_https=all(origin.scheme == "https" for origin in origins)),
            )
        )
    return Papers(tuple(found))
