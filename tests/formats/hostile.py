"""Text and feeds as nobody should write them: whatever fits in a string, and what XML, HTML and JSON trip over."""

from datetime import UTC

from hypothesis import strategies as st

from broadsheet.formats.feed import Author, Category, Feed, Illustration, Item
from broadsheet.news.story import Language

BAIT = (
    "]]></title><script>alert(1)</script>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "AT&T &amp; &lt;b&gt; &#0; <b>bold</b>",
    "a\x00b\x08c\x0bd\x1fe\x7ff\x85g\ufffeh\uffffi",
    "\ud800 alone",
    "line\nbreak\r\nand\ttab\u2028and more",
    "\u202egnp.exe\u2066 open",
    "\U0001f4f0 صحيفة \"قالت\" 'it'",
    "   ",
    "",
)
texts = st.one_of(st.sampled_from(BAIT), st.text(st.characters(exclude_categories=()), max_size=40))
instants = st.datetimes(timezones=st.just(UTC))
precisions = st.sampled_from(["second", "minute", "day", "month", "year"])

authors = st.builds(Author, name=texts, url=texts)
items = st.builds(
    Item,
    id=texts,
    url=texts,
    title=texts,
    summary=texts,
    authors=st.lists(authors, max_size=2).map(tuple),
    categories=st.lists(st.builds(Category, key=texts, name=texts), max_size=2).map(tuple),
    picture=st.none()
    | st.builds(
        Illustration,
        url=texts,
        content_type=texts,
        width_px=st.integers(1, 9000),
        height_px=st.integers(1, 9000),
        description=texts,
        credit=texts,
    ),
    published_at=instants,
    precision=precisions,
    updated_at=instants,
)
feeds = st.builds(
    Feed,
    id=texts,
    url=texts,
    page_url=texts,
    title=texts,
    description=texts,
    language=texts.map(Language),
    author=authors,
    rights=texts,
    icon_url=texts,
    items=st.lists(items, max_size=3).map(tuple),
)
