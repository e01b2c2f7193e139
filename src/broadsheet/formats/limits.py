"""Bounds of the formats (law L9): what is larger than this is refused before it is looked at."""

PAGE_BYTES = 1_000_000
"""The flattened text of one old page; the real one has 5,003 bytes."""

PAGE_LINES = 5_000
"""Lines of such a page; the real one has 157."""

PATTERN_CHARS = 1_000
"""A longer line is only ever a paragraph: no headline, label, date or credit is looked for in it."""

HEADLINE_CHARS = 300
"""A headline, caption or undated title of an old page."""

EXCERPT_CHARS = 80
"""How much of a stranger's text a report quotes."""
