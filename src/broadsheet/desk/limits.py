"""What a newsroom may put into one story. A text that is longer is refused with its length, never cut (law L9)."""

HEADLINE_CHARS = 300
KICKER_CHARS = 120
STANDFIRST_CHARS = 1_200
PARAGRAPH_CHARS = 20_000
SUBHEADING_CHARS = 300
QUOTE_CHARS = 5_000
ITEM_CHARS = 2_000
ITEMS_COUNT = 200
BLOCKS_COUNT = 1_000
NAME_CHARS = 200
NAMES_COUNT = 20
TOPICS_COUNT = 40
NOTES_COUNT = 60
NOTE_CHARS = 3_000
CAPTION_CHARS = 1_500
CREDIT_CHARS = 300
ALT_CHARS = 600
AGENCY_CHARS = 80
PLACE_CHARS = 120
URL_CHARS = 2_000
REASON_CHARS = 600
EDITORS_NOTE_CHARS = 10_000

KEY_CHARS = 60
LANGUAGE_CHARS = 35
ABOUT_CHARS = 4_000
TERMS_CHARS = 60_000
MARK_CHARS = 20_000

PICTURE_BYTES = 30 * 1024 * 1024
PICTURE_PX = 12_000
FILING_BYTES = 64 * 1024 * 1024
STORIES_IN_A_FILING = 5_000

LISTED_COUNT = 10_000
"""How far a list at the desk counts; beyond it says "more than"."""
DUE_COUNT = 200
"""How many stories one tick brings up to date; the next tick goes on."""
FAMILY_STORIES_COUNT = 40
"""How many language versions of one story the desk looks at."""
