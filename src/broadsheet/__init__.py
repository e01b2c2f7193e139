"""Broadsheet: a news publishing platform for newsrooms in more than one language."""

__version__ = "0.1.0"
