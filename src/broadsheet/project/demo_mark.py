"""The file that says: this home holds the demo paper. Read before Django is set up, for the settings look for it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from broadsheet.record.assets import write_once

NAME = "demo"


class Login(msgspec.Struct, frozen=True, kw_only=True):
    """An account that the demo makes and shows to everybody."""

    role: str
    name: str
    username: str
    password: str


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """How one logs in to the demo. `is_whole` is written when the paper has been loaded to its end.

    `pressed_by` names the program that its pages were pressed by: after `git pull` they are pressed anew.
    """

    is_whole: bool = False
    logins: tuple[Login, ...] = ()
    pressed_by: str = ""


def read(home: Path) -> Mark | None:
    """What the home says of the demo; None where it holds none."""
    path = home / NAME
    return msgspec.json.decode(path.read_bytes(), type=Mark) if path.exists() else None


def write(home: Path, value: Mark) -> None:
    write_once(home / NAME, msgspec.json.format(msgspec.json.encode(value)) + b"\n")


def claim(home: Path) -> None:
    """Say that this home is to hold the demo paper; a mark that is there is left alone."""
    if read(home) is None:
        write(home, Mark())
