"""Bounds of the record (law L9): what is larger than this is refused before it is looked at."""

PICTURE_BYTES = 30 * 1024 * 1024
"""A picture as it is uploaded."""

PICTURE_PIXELS = 60_000_000
"""Width times height; a file of a few kilobytes can claim to be far more (decompression bombs)."""

PICTURE_SIDE_PX = 20_000

CREDIT_CHARS = 500
"""What is read of each field of a picture's own words."""

XMP_BYTES = 1024 * 1024
"""The packet of words inside a picture; a longer one is not looked at."""
