"""Texts by language in a form: one field for each language that the house prints in, each in its own direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from broadsheet.desk import texts
from broadsheet.news.bidi import direction
from broadsheet.news.story import Language


def name_of_language(tag: str) -> str:
    """The language in its own words, where Django knows it: العربية."""
    try:
        return str(get_language_info(tag.lower())["name_local"])
    except KeyError:
        return tag


def in_one_line(words: Mapping[str, str]) -> str:
    """All of the names, that in the desk's own language first; the database may give them in any order."""
    own = (get_language() or "").partition("-")[0]
    return " · ".join(words[tag] for tag in sorted(words, key=lambda tag: (tag != own, tag)))


class ByLanguageInput(forms.Widget):
    """Labelled inputs, one for each language; `rows` makes them text areas."""

    template_name = "desk/by_language.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 0) -> None:
        super().__init__(attrs)
        self.rows = rows

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        words = value if isinstance(value, Mapping) else {}
        base = context["widget"]["attrs"].get("id") or f"id_{name}"
        context["widget"]["rows"] = self.rows
        context["widget"]["inputs"] = [
            {
                "id": base if number == 0 else f"{base}_{tag}",
                "name": f"{name}_{tag}",
                "tag": tag,
                "language": name_of_language(tag),
                "direction": direction(Language(tag)),
                "value": "\n".join(words[tag]) if isinstance(words.get(tag), list) else words.get(tag, ""),
            }
            for number, tag in enumerate(_tags(words))
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:  # noqa: ARG002  # Django's
        return {key.removeprefix(f"{name}_"): data[key] for key in data if key.startswith(f"{name}_")}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002  # Django's
        return not any(key.startswith(f"{name}_") for key in data)

    def id_for_label(self, id_: str) -> str:
        return id_


def _tags(words: Iterable[str]) -> list[str]:
    """The languages of the editions, and those that the value has besides."""
    from broadsheet.desk.frozen import languages  # noqa: PLC0415  # which needs the models, whose fields need this module

    known = languages() or ["en"]
    return [*known, *sorted(tag for tag in words if tag not in known)]


class ByLanguageFormField(forms.Field):
    """A mapping of language to text, or to lines of text; empty texts are left out."""

    def __init__(self, *, limit_chars: int, rows: int = 0, is_lines: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", ByLanguageInput(rows=rows))
        super().__init__(**kwargs)
        self.limit_chars, self.is_lines = limit_chars, is_lines

    def to_python(self, value: Any) -> dict[str, Any]:
        words = value if isinstance(value, Mapping) else {}
        cleaned = {tag: text.replace("\r\n", "\n").strip() for tag, text in words.items() if isinstance(text, str)}
        for tag, text in cleaned.items():
            if len(text) > self.limit_chars:
                raise ValidationError(
                    _("%(language)s: %(found)d characters; at most %(limit)d would do."),
                    params={"language": name_of_language(tag), "found": len(text), "limit": self.limit_chars},
                )
        kept = {tag: text for tag, text in cleaned.items() if text}
        return {tag: list(texts.lines(text)) for tag, text in kept.items()} if self.is_lines else kept

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != self.to_python(data)
