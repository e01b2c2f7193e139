"""One small feed of a paper that there is not, as each format has to write it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from broadsheet.formats.feed import Author, Category, Feed, Illustration, Item
from broadsheet.news.story import Language

FERRY = Item(
    id="urn:uuid:d7009a7c-2f39-447f-8580-2cc7ef41a9a0",
    url="https://harbour.example/en/story/ferry",
    title="Ferries & trams <run> late",
    summary="Fog & swell: 3 < 4 boats sail.",
    authors=(
        Author(name="Rana Haddad", url="https://harbour.example/en/author/rana-haddad"),
        Author(name="A. N. Other"),
    ),
    categories=(Category(key="city", name="City"), Category(key="ferries", name="Ferries")),
    picture=Illustration(
        url="https://harbour.example/media/fog-1200.jpg",
        content_type="image/jpeg",
        width_px=1200,
        height_px=800,
        description="Fog over the quay",
        credit="Rana Haddad",
    ),
    published_at=datetime(2017, 9, 17, 18, 49, 16, 500, tzinfo=UTC),
    updated_at=datetime(2017, 9, 17, 23, 0, tzinfo=ZoneInfo("Asia/Beirut")),
)
RESCUED = Item(
    id="urn:uuid:2305a454-125f-4b4a-9cf2-7bf605304832",
    url="https://harbour.example/en/story/lighthouse",
    title="Lighthouse lit again",
    published_at=datetime(2012, 1, 27, 0, 0, tzinfo=ZoneInfo("Asia/Beirut")),
    precision="day",
    updated_at=datetime(2017, 3, 2, 13, 26, tzinfo=UTC),
)
HARBOUR = Feed(
    id="https://harbour.example/en/feed.atom",
    url="https://harbour.example/en/feed.atom",
    page_url="https://harbour.example/en/",
    title="The Harbour",
    description="News & tides",
    language=Language("en"),
    author=Author(name="The Harbour", url="https://harbour.example/en/"),
    rights="© 2017 Harbour Press",
    icon_url="https://harbour.example/en/mark.svg",
    items=(FERRY, RESCUED),
)
EMPTY = Feed(
    id="https://harbour.example/ar/feed.atom",
    url="https://harbour.example/ar/feed.atom",
    page_url="https://harbour.example/ar/",
    title="المرفأ",
    description="أخبار البحر والمدينة",
    language=Language("ar"),
    author=Author(name="المرفأ"),
)
