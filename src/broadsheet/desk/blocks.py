"""The few flat block types of a body. What is typed in them is frozen by `frozen`; nothing here reaches a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock, URLBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from broadsheet.desk import limits

PARAGRAPH_FEATURES = ["bold", "italic", "link", "bdi"]


def _follow_the_text(field: forms.Field) -> None:
    """The field's direction is that of what stands in it, whatever the language of the desk."""
    field.widget.attrs["dir"] = "auto"


class LineBlock(CharBlock):
    """One line of text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        _follow_the_text(self.field)


class PassageBlock(TextBlock):
    """Several lines of text."""

    @cached_property
    def field(self) -> forms.Field:
        field: forms.Field = super().field
        _follow_the_text(field)
        return field


class ItemsBlock(PassageBlock):
    """Items, one a line: a list is quicker to type and to move than a form for each item."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        items = [line for line in str(cleaned).splitlines() if line.strip()]
        if len(items) > limits.ITEMS_COUNT:
            raise ValidationError(
                gettext("%(found)d items; %(limit)d would do.") % {"found": len(items), "limit": limits.ITEMS_COUNT}
            )
        return cleaned


class QuoteBlock(StructBlock):
    text = PassageBlock(label=_("Words"), max_length=limits.QUOTE_CHARS, rows=2)
    speaker = LineBlock(label=_("Speaker"), required=False, max_length=limits.NAME_CHARS)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        label_format = "{text}"


class PictureBlock(StructBlock):
    picture = ImageChooserBlock(label=_("Picture"))
    caption = LineBlock(
        label=_("Caption"), required=False, max_length=limits.CAPTION_CHARS, help_text=_("Empty: the picture's own.")
    )
    credit = LineBlock(
        label=_("Credit"), required=False, max_length=limits.CREDIT_CHARS, help_text=_("Empty: the picture's own.")
    )
    alt = LineBlock(
        label=_("Alternative text"),
        required=False,
        max_length=limits.ALT_CHARS,
        help_text=_("What the picture shows, for readers who cannot see it. Empty: the picture's own."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")


class FactsBlock(StructBlock):
    title = LineBlock(label=_("Title"), max_length=limits.SUBHEADING_CHARS)
    items = ItemsBlock(label=_("Items"), help_text=_("One a line."), rows=3)

    class Meta:
        icon = "list-ul"
        label = _("Fact box")
        label_format = "{title}"


class OutsideLinkBlock(StructBlock):
    url = URLBlock(label=_("Address"), max_length=limits.URL_CHARS)
    text = LineBlock(label=_("Words"), max_length=limits.SUBHEADING_CHARS)

    class Meta:
        icon = "link-external"
        label = _("Link to an outside page")
        label_format = "{text}"


class BodyBlock(StreamBlock):
    """The body of a story. Names are those of `broadsheet story file`."""

    paragraph = RichTextBlock(label=_("Paragraphs"), features=PARAGRAPH_FEATURES, icon="pilcrow")
    subheading = LineBlock(label=_("Subheading"), max_length=limits.SUBHEADING_CHARS, icon="title")
    quote = QuoteBlock()
    picture = PictureBlock()
    list = ItemsBlock(label=_("List"), help_text=_("One item a line."), icon="list-ul", rows=3)
    facts = FactsBlock()
    story = SnippetChooserBlock("desk.Story", label=_("Link to another story"), icon="doc-full-inverse")
    link = OutsideLinkBlock()

    class Meta:
        max_num = limits.BLOCKS_COUNT
        required = False
