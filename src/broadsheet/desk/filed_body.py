"""The body of a slip as blocks of the desk. What was there before keeps its identity: others may point at it."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any
from uuid import uuid4

from broadsheet.desk import found, texts
from broadsheet.desk.models import Edition, Picture
from broadsheet.desk.slip import BlockSlip, PictureSlip

Raw = dict[str, Any]
_KEPT_AS = (("<strong>", "<b>"), ("</strong>", "</b>"), ("<em>", "<i>"), ("</em>", "</i>"))


def raw_body(
    blocks: Sequence[BlockSlip], former: Sequence[Raw], edition: Edition, add: Callable[[PictureSlip, str], Picture]
) -> list[Raw]:
    """The stream as it is stored. Empty blocks are left out; blocks like former ones take over their identity."""
    wanted = [(one.type, _value(one, edition, add)) for one in blocks if not _is_empty(one)]
    ids = _identities(wanted, [(one["type"], one["value"]) for one in former], [one["id"] for one in former])
    return [
        {"type": kind, "value": _keyed(value, id) if kind == "paragraph" else value, "id": id}
        for (kind, value), id in zip(wanted, ids, strict=True)
    ]


def _is_empty(block: BlockSlip) -> bool:
    return not (block.text or block.items or block.picture or any(block.words.values()))


def _value(block: BlockSlip, edition: Edition, add: Callable[[PictureSlip, str], Picture]) -> Any:
    if block.type == "paragraph":
        return block.text
    if block.type == "subheading":
        return block.text
    if block.type == "list":
        return "\n".join(block.items)
    if block.type == "facts":
        return {"title": block.words["title"], "items": "\n".join(block.items)}
    if block.type == "story":
        return found.linked_story(block.words, edition, f"{block.path}.value").pk
    if block.type == "picture":
        assert block.picture is not None, "an empty block has been left out"
        slip = block.picture
        picture = add(slip, f"{block.path}.value.file")
        return {"picture": picture.pk, "caption": slip.caption, "credit": slip.credit, "alt": slip.alt}
    return dict(block.words)


def _keyed(markup: str, id: str) -> str:
    """A paragraph as the desk's editor keeps it, with the key that stays while it is edited."""
    for clean, kept in _KEPT_AS:
        markup = markup.replace(clean, kept)
    return f'<p data-block-key="{html.escape(id[:5])}">{markup}</p>'


def _identities(wanted: list[tuple[str, Any]], former: list[tuple[str, Any]], ids: list[str]) -> list[str]:
    """Give each block the identity of the former one that it is, or that it stands in the place of; else a new one."""
    given = [str(uuid4()) for _ in wanted]
    was, now = [_compared(*one) for one in former], [_compared(*one) for one in wanted]
    for act, was_from, was_to, now_from, now_to in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if act == "equal" or (act == "replace" and was_to - was_from == now_to - now_from):
            for was_at, now_at in zip(range(was_from, was_to), range(now_from, now_to), strict=True):
                if former[was_at][0] == wanted[now_at][0]:
                    given[now_at] = ids[was_at]
    return given


def _compared(kind: str, value: Any) -> str:
    """What makes two blocks the same: their type and what readers see of them."""
    if kind == "paragraph":
        value = "\n".join(markup for _, markup in texts.rich_paragraphs(value))
    if isinstance(value, dict):
        value = sorted((key, one or "") for key, one in value.items())
    return f"{kind} {value}"
