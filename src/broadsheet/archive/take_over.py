"""Taking over what an old page tells of its paper into an edition: an editor's act, part by part."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from broadsheet.archive.models import Part, Told
from broadsheet.desk.acting import Act, acting
from broadsheet.desk.models import Account, Edition, Terms
from broadsheet.desk.refused import Refused
from broadsheet.news.slug import slug

TAKEN_OVER = (Part.ADDRESS, Part.RIGHTS, Part.DEVELOPER, Part.TERMS, Part.ACCOUNT)
"""The rest is told for comparison: a paper's name is the masthead's, and the form is one and the same everywhere."""


def take_over(told: Told, edition: Edition, *, by: str, at: datetime, url: str = "") -> None:
    """Write what was told into the edition, in a transaction of its own; readers' pages follow by the usual way.

    An account needs its `url`, for a flattened page prints no addresses. Publishing terms become a new version of the
    edition's terms of use: readers have agreed to the old one.
    """
    if not is_offered(told):
        parts = ", ".join(part for part in TAKEN_OVER)
        raise Refused(told.part, "a part that editions do not take over", f"one of these would do: {parts}")
    with transaction.atomic(), acting(Act(by=by, at=at)):
        if told.part == Part.ACCOUNT:
            _take_account(told, edition, url)
        elif told.part == Part.TERMS:
            _take_terms(told, edition, at)
        else:
            _take_words(told, edition)
        told.taken_at, told.taken_by = at, by
        told.save(update_fields=["taken_at", "taken_by"])


def is_offered(told: Told) -> bool:
    """Whether the part is one to take over. RSS is no account with anybody: an edition has its own feeds."""
    return told.part in TAKEN_OVER and told.value != "RSS"


def has_now(told: Told, edition: Edition) -> str:
    """What the edition says in the place of what was told; empty where it says nothing."""
    if told.part == Part.ACCOUNT:
        return edition.accounts.filter(kind=slug(told.value)).values_list("url", flat=True).first() or ""
    if told.part == Part.TERMS:
        latest = Terms.objects.filter(edition=edition.pk).order_by("-pk").first()
        return latest.publishing_terms if latest is not None else ""
    return {
        Part.NAME: edition.name,
        Part.ADDRESS: edition.address,
        Part.RIGHTS: " ".join(filter(None, (edition.rights_holder, edition.rights_year))),
        Part.DEVELOPER: edition.credit,
    }.get(Part(told.part), "")


def _take_words(told: Told, edition: Edition) -> None:
    if told.part == Part.ADDRESS:
        edition.address = told.value
        edition.address_language = "" if told.detail in {edition.language, "und"} else told.detail
    elif told.part == Part.RIGHTS:
        edition.rights_holder, edition.rights_year = told.value, told.detail
    else:
        edition.credit = told.value
    _checked(edition)
    edition.save()


def _take_account(told: Told, edition: Edition, url: str) -> None:
    if not url.strip():
        raise Refused(told.value, "no address", "the account's address would do: the page prints only its name")
    kind = slug(told.value)
    account = edition.accounts.filter(kind=kind).first() or Account(edition=edition, kind=kind)
    account.name, account.url = told.value, url.strip()
    _checked(account)
    account.save()


def _take_terms(told: Told, edition: Edition, at: datetime) -> None:
    latest = Terms.objects.filter(edition=edition.pk).order_by("-pk").first()
    if latest is None:
        raise Refused(
            "terms",
            f"{edition.key} without terms of use",
            "write them first: the page prints its publishing terms alone",
        )
    version = at.date().isoformat()
    same_day = Terms.objects.filter(edition=edition.pk, version__startswith=version).count()
    terms = Terms(
        edition=edition,
        version=f"{version}-{same_day + 1}" if same_day else version,
        text=latest.text,
        publishing_terms=told.value,
    )
    _checked(terms)
    terms.save()


def _checked(row: Edition | Account | Terms) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        path, reasons = next(iter(error.message_dict.items()))
        raise Refused(path, repr(getattr(row, path, "")), " ".join(reasons)) from error
