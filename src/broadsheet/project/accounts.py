"""Accounts for the desk, by role."""

from __future__ import annotations

from typing import Literal

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission

from broadsheet.record.refused import Refused

Role = Literal["reporter", "editor", "administrator"]
ROLES: tuple[Role, ...] = ("reporter", "editor", "administrator")
PASSWORD_CHARS = 8

REPORTERS_MAY = ("add_story", "change_story", "add_picture", "change_picture", "choose_picture")
EDITORS_MAY = (
    *REPORTERS_MAY,
    *(f"{act}_story" for act in ("publish", "delete", "lock", "unlock")),
    *(f"{act}_{what}" for act in ("add", "change") for what in ("topic", "person", "terms")),
    "change_edition",
    "delete_picture",
)
RIGHTS: dict[Role, tuple[str, tuple[str, ...]]] = {
    "reporter": ("Reporters", REPORTERS_MAY),
    "editor": ("Editors", EDITORS_MAY),
}
"""The group of a role, and what it may do at the desk; an administrator needs none, and may do everything."""


def grant() -> None:
    """See that the groups of rights are there; what an administrator has since given or taken is left alone."""
    for name, may in RIGHTS.values():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            _grant(group, may)


def _grant(group: Group, may: tuple[str, ...]) -> None:
    rights = list(Permission.objects.filter(content_type__app_label="desk", codename__in=may))
    missing = set(may) - {one.codename for one in rights}
    assert not missing, f"the desk has no such rights: {sorted(missing)}"
    group.permissions.add(
        *(one for one in rights if one.content_type.model != "picture"),
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
    )
    everywhere = Collection.get_first_root_node()
    for one in rights:
        if one.content_type.model == "picture":  # Wagtail gives rights to pictures by collection
            GroupCollectionPermission.objects.create(group=group, collection=everywhere, permission=one)


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
        account.groups.add(Group.objects.get(name=RIGHTS[role][0]))
    return account
