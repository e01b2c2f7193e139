"""Bounds of the pages (law L9)."""

SITEMAP_COUNT = 50_000
"""Entries of one sitemap or index, by the protocol. An index of two editions holds 68 years; the newest days stay."""

FEED_PICTURE_PX = 1_200
"""The widest rendition that a feed shows."""
