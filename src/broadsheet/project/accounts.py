"""Accounts for the desk, by role."""

from __future__ import annotations

from typing import Literal

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.db import transaction

from broadsheet.desk import rights
from broadsheet.record.refused import Refused

Role = Literal["reporter", "editor", "administrator"]
ROLES: tuple[Role, ...] = ("reporter", "editor", "administrator")
PASSWORD_CHARS = 8

RIGHTS: dict[Role, str] = {"reporter": rights.REPORTERS, "editor": rights.EDITORS}
"""The group of a role; an administrator may do everything whatever a group says."""


def create(username: str, *, password: str, role: Role, email: str = "", name: str = "") -> AbstractUser:
    """Make an account; raises Refused where there is one of that name, or the password is too short."""
    accounts = get_user_model()._default_manager  # noqa: SLF001 -- Django's own way to the rows of a swappable model
    if accounts.filter(username=username).exists():
        raise Refused("username", f"{username!r}, which there is already", "another one would do")
    if len(password) < PASSWORD_CHARS:
        raise Refused("password", f"{len(password)} characters", f"{PASSWORD_CHARS} or more would do")
    first, _, last = name.partition(" ")
    facts = {"password": password, "first_name": first, "last_name": last}
    with transaction.atomic():
        if role == "administrator":
            return accounts.create_superuser(username, email, **facts)
        account = accounts.create_user(username, email, **facts)
        account.groups.add(Group.objects.get(name=RIGHTS[role]))
    return account
