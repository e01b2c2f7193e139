"""What a newsroom keeps at the desk: papers and what stands in them, and stories with their drafts."""

from broadsheet.desk.models.paper import Account, Edition, EditionSection, Group, Paper, Section, Terms
from broadsheet.desk.models.people import Person, Topic
from broadsheet.desk.models.picture import Picture, PictureRendition
from broadsheet.desk.models.story import Story, StoryByline, StoryNote, StoryTopic

__all__ = [
    "Account",
    "Edition",
    "EditionSection",
    "Group",
    "Paper",
    "Person",
    "Picture",
    "PictureRendition",
    "Section",
    "Story",
    "StoryByline",
    "StoryNote",
    "StoryTopic",
    "Terms",
    "Topic",
]
