"""JSON as the database keeps it: UTF-8, not `\\uXXXX`, which makes Arabic four times as long and unfindable."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import capfirst
from wagtail.fields import StreamField

from broadsheet.desk import limits
from broadsheet.desk.by_language import ByLanguageFormField


class PlainJSON(DjangoJSONEncoder):
    """Django's encoder, writing every letter as itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"ensure_ascii": False})


class PlainStreamField(StreamField):
    """A stream of blocks whose text lies in the table as it was typed."""

    @property
    def json_field(self) -> models.JSONField:
        return models.JSONField(encoder=PlainJSON)

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.get_prep_value(self.value_from_object(obj)), cls=PlainJSON)


class ByLanguageField(models.JSONField):
    """Texts by language: `{"en": "Deir Ezzor", "ar": "دير الزور"}`; no entry for a language without a text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.limit_chars: int = kwargs.pop("limit_chars", limits.NAME_CHARS)
        self.rows: int = kwargs.pop("rows", 0)
        self.is_lines: bool = kwargs.pop("is_lines", False)
        kwargs.setdefault("default", dict)
        kwargs.setdefault("encoder", PlainJSON)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for own in ("default", "encoder"):
            kwargs.pop(own, None)
        return name, path, args, kwargs

    def formfield(self, **kwargs: Any) -> ByLanguageFormField:
        """Wagtail would give every JSON field a box for JSON."""
        own = {"required": not self.blank, "label": capfirst(self.verbose_name), "help_text": self.help_text}
        wanted = own | {name: kwargs[name] for name in ("required", "label", "help_text", "initial") if name in kwargs}
        return ByLanguageFormField(limit_chars=self.limit_chars, rows=self.rows, is_lines=self.is_lines, **wanted)
