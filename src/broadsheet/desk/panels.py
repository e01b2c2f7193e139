"""What stands where in the desk's forms, in plain words."""

from __future__ import annotations

from typing import Any

from django.forms import TextInput
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from broadsheet.desk import limits
from broadsheet.desk.forms import EditionForm, FixedKeyForm, StoryForm

_WAYS_OUT = "desk.publish_story"


def _line(field: str, **kwargs: Any) -> FieldPanel:
    """A field for a line, whose direction follows what is typed in it."""
    return FieldPanel(field, widget=TextInput(attrs={"dir": "auto"}), **kwargs)


def _passage(field: str, rows: int = 2) -> FieldPanel:
    """A field for several lines, whose direction follows what is typed in it."""
    return FieldPanel(field, widget=AdminAutoHeightTextInput(attrs={"dir": "auto", "rows": rows}))


_THE_STORY = [
    FieldRowPanel([FieldPanel("edition"), FieldPanel("section"), FieldPanel("genre")]),
    _line("kicker"),
    _line("headline", classname="title"),
    _passage("standfirst"),
    FieldPanel("body"),
]
_ITS_PICTURE = [
    FieldPanel("picture"),
    _passage("picture_alt"),
    _passage("picture_caption"),
    _line("picture_credit"),
]
_WHO_AND_WHAT = [
    InlinePanel(
        "byline",
        [FieldRowPanel([FieldPanel("person"), _line("name"), _line("role")])],
        heading=_("Byline"),
        label=_("name"),
        max_num=limits.NAMES_COUNT,
        help_text=_("In the order of printing. A person has a page of their own; a name is only printed."),
    ),
    FieldRowPanel([_line("dateline_place"), _line("dateline_source"), _line("agency")]),
    MultipleChooserPanel(
        "topics",
        chooser_field_name="topic",
        heading=_("Topics"),
        label=_("topic"),
        max_num=limits.TOPICS_COUNT,
        help_text=_("What it is about, most of all first: the first three lead readers to related stories."),
    ),
    FieldPanel("rank"),
]
_TIMES = [
    PublishingPanel(),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [FieldPanel("dated_at", permission=_WAYS_OUT), FieldPanel("precision", permission=_WAYS_OUT)]
            ),
            FieldPanel("embargo_until"),
        ],
        heading=_("Times"),
        help_text=_("In your own time zone, which is set in your account."),
    ),
    MultiFieldPanel([FieldPanel("slug")], heading=_("Address")),
]
_AFTERWARDS = [
    FieldPanel("is_small_fix"),
    InlinePanel(
        "notes",
        [FieldRowPanel([FieldPanel("kind"), FieldPanel("at")]), _passage("text")],
        heading=_("Corrections and updates"),
        label=_("note"),
        max_num=limits.NOTES_COUNT,
        help_text=_(
            "What was changed after publication. Readers see it below the story, and in the list of corrections."
        ),
    ),
    _passage("editors_note"),
]

STORY = TabbedInterface(
    [
        ObjectList(_THE_STORY, heading=_("Story")),
        ObjectList(_ITS_PICTURE, heading=_("Lead picture")),
        ObjectList(_WHO_AND_WHAT, heading=_("Who and what")),
        ObjectList(_TIMES, heading=_("Times and address")),
        ObjectList(_AFTERWARDS, heading=_("Corrections and notes")),
    ],
    base_form_class=StoryForm,
)
TOPIC = ObjectList(
    [
        FieldRowPanel([FieldPanel("key"), FieldPanel("kind")]),
        FieldPanel("names"),
        FieldPanel("variants"),
        FieldPanel("abbreviations"),
        FieldPanel("about"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])], heading=_("On the map")),
    ],
    base_form_class=FixedKeyForm,
)
PERSON = ObjectList(
    [
        FieldRowPanel([FieldPanel("key"), FieldPanel("user")]),
        FieldPanel("names"),
        FieldPanel("roles"),
        FieldPanel("about"),
    ],
    base_form_class=FixedKeyForm,
)
SECTION = ObjectList([FieldPanel("key"), FieldPanel("names")], base_form_class=FixedKeyForm)
GROUP = ObjectList([FieldPanel("key"), _line("name"), FieldPanel("names")], base_form_class=FixedKeyForm)
PAPER = ObjectList(
    [
        FieldRowPanel([FieldPanel("key"), FieldPanel("group")]),
        _line("name"),
        FieldPanel("origin"),
        FieldRowPanel([FieldPanel("accent"), FieldPanel("accent_dark")]),
        FieldPanel("mark_svg"),
    ],
    base_form_class=FixedKeyForm,
)
EDITION = TabbedInterface(
    [
        ObjectList(
            [
                FieldRowPanel([FieldPanel("paper"), FieldPanel("prefix")]),
                _line("name"),
                _line("tagline"),
                FieldRowPanel([FieldPanel("language"), _line("language_name")]),
                FieldRowPanel([FieldPanel("zone"), _line("zone_name")]),
                FieldRowPanel([FieldPanel("numerals"), FieldPanel("months")]),
            ],
            heading=_("Edition"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "sections",
                    [FieldRowPanel([FieldPanel("section"), _line("name")])],
                    heading=_("Sections"),
                    label=_("section"),
                    help_text=_("In the order of the menu."),
                )
            ],
            heading=_("Sections"),
        ),
        ObjectList(
            [
                _passage("about", rows=6),
                FieldPanel("contact"),
                _passage("address"),
                FieldPanel("address_language"),
                FieldRowPanel([_line("rights_holder"), FieldPanel("rights_year"), _line("credit")]),
                _passage("footer_note"),
                InlinePanel(
                    "accounts",
                    [FieldRowPanel([FieldPanel("kind"), _line("name"), FieldPanel("url")])],
                    heading=_("Accounts"),
                    label=_("account"),
                ),
            ],
            heading=_("About and footer"),
        ),
    ],
    base_form_class=EditionForm,
)
TERMS = ObjectList(
    [
        HelpPanel(
            content=_("Readers agree to a version, so that none is changed afterwards: a new version follows it.")
        ),
        FieldRowPanel([FieldPanel("edition"), FieldPanel("version")]),
        _passage("text", rows=12),
        _passage("publishing_terms", rows=4),
    ]
)
