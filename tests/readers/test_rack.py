"""Sheets in memory keep within their bytes."""

import brotli
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.readers.rack import Rack
from broadsheet.readers.sheet import Sheet

BOUND_BYTES = 64_000


def sheet(size_bytes: int = 0) -> Sheet:
    body = bytes(range(256)) * (size_bytes // 256)
    return Sheet(
        status=200,
        etag="abc",
        content_type="text/html",
        location="",
        compressed=brotli.compress(body, quality=1),
        body_bytes=len(body),
        security=(),
    )


moves = st.lists(st.tuples(st.sampled_from(["put", "get", "drop", "grow"]), st.integers(0, 60)), max_size=300)


@given(moves)
def test_a_rack_never_holds_more_than_its_bound_and_knows_what_it_holds(moves: list[tuple[str, int]]) -> None:
    rack = Rack(BOUND_BYTES)
    for move, number in moves:
        place = ("paper", f"/{number}")
        if move == "put":
            rack.put(place, sheet(number * 50))
        elif move == "drop":
            rack.drop(place)
        else:
            found = rack.get(place)
            if move == "grow" and found is not None:
                found.cut("identity")
                rack.put(place, found)
        assert rack.bytes <= BOUND_BYTES
    held = [rack.get(("paper", f"/{number}")) for number in range(61)]
    assert rack.bytes == sum(one.cost_bytes for one in held if one is not None)
    assert len(rack) == sum(one is not None for one in held)


def test_the_sheet_asked_for_least_recently_goes_first() -> None:
    rack = Rack(BOUND_BYTES)
    rack.put(("paper", "/first"), sheet())
    rack.put(("paper", "/second"), sheet())
    fitting = BOUND_BYTES // sheet().cost_bytes
    rack.get(("paper", "/first"))
    for number in range(fitting - 1):
        rack.put(("paper", f"/{number}"), sheet())
    assert rack.get(("paper", "/second")) is None
    assert rack.get(("paper", "/first")) is not None


def test_a_page_as_large_as_the_rack_is_not_kept() -> None:
    rack = Rack(BOUND_BYTES)
    rack.put(("paper", "/small"), sheet())
    large = sheet(BOUND_BYTES)
    large.cut("identity")
    rack.put(("paper", "/large"), large)
    assert rack.get(("paper", "/large")) is None
    assert rack.get(("paper", "/small")) is not None
