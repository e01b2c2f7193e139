"""Bounds of the archive (law L9). How large a page may be is the format's to say."""

NAME_CHARS = 255
"""What is kept of a file's name."""

FILES_IN_AN_UPLOAD = 40
LISTED_COUNT = 50
"""Rescued pages on one page of the desk's list."""

KEY_CHARS = 300
STUBS_IN_A_MATCHING = 2_000
"""How many headlines one matching looks at; the next one goes on."""

STORIES_OF_A_DAY = 500
"""Among so many stories of a day the one of a headline is looked for."""

TOLD_DATES_COUNT = 10
"""How many dates that other pages tell of one headline an editor is shown."""

STORIES_OF_A_SLUG = 200
"""How many endings are tried where a headline's slug is taken."""
