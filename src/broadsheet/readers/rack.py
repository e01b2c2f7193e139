"""Sheets kept in memory, bounded in bytes; the one asked for least recently goes first."""

from __future__ import annotations

from collections import OrderedDict

from broadsheet.readers.sheet import Sheet

Place = tuple[str, str]
"""Paper and path."""


class Rack:
    """Used by one thread. It knows nothing of freshness: who takes a sheet out proves that it is fresh."""

    def __init__(self, bound_bytes: int) -> None:
        self._bound_bytes = bound_bytes
        self._sheets: OrderedDict[Place, tuple[Sheet, int]] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._sheets)

    def get(self, place: Place) -> Sheet | None:
        found = self._sheets.get(place)
        if found is None:
            return None
        self._sheets.move_to_end(place)
        return found[0]

    def put(self, place: Place, sheet: Sheet) -> None:
        """Keep a sheet, or weigh one again that has grown."""
        self.drop(place)
        cost = sheet.cost_bytes
        if cost > self._bound_bytes // 8:
            return  # one page is not worth a rackful of others
        self._sheets[place] = (sheet, cost)
        self.bytes += cost
        while self.bytes > self._bound_bytes:
            _, (_, gone_bytes) = self._sheets.popitem(last=False)
            self.bytes -= gone_bytes

    def drop(self, place: Place) -> None:
        found = self._sheets.pop(place, None)
        if found is not None:
            self.bytes -= found[1]

    def clear(self) -> None:
        self._sheets.clear()
        self.bytes = 0
