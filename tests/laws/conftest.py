"""The desk's house, for the laws that reach to the desk."""

from tests.desk.conftest import house, pressing_house

__all__ = ["house", "pressing_house"]
