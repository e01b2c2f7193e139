"""How values lie in the database: JSON by msgspec, instants in microseconds where order matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from broadsheet.news.entry import Entry
from broadsheet.news.paper import Edition, Person, Topic
from broadsheet.news.story import Gone, Moved
from broadsheet.pages.keys import Card, Corrected

_encoder = msgspec.json.Encoder(order="deterministic")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

entry = msgspec.json.Decoder(Entry)
card = msgspec.json.Decoder(Card)
corrected = msgspec.json.Decoder(Corrected)
left = msgspec.json.Decoder(Gone | Moved)
edition = msgspec.json.Decoder(Edition)
topic = msgspec.json.Decoder(Topic)
person = msgspec.json.Decoder(Person)


def encoded(value: Any) -> bytes:
    """Encode so that equal values have equal bytes."""
    return _encoder.encode(value)


def microseconds(at: datetime) -> int:
    """An instant as whole microseconds since 1970, exact, also before it."""
    return (at - _EPOCH) // _MICROSECOND
