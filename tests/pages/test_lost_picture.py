"""A rescued story may have a caption whose picture is lost."""

from broadsheet.news.story import Picture, Slug
from broadsheet.pages import addresses, keys
from broadsheet.pages.article import article
from broadsheet.pages.feed import feed
from broadsheet.pages.front import front
from tests.pages.harbour import EN, FERRY, page, record, story

CAPTION = "Two ferries & a gull <idle>"
WORDS_ALONE = Picture(alt="", caption=CAPTION, width_px=0, height_px=0, renditions=())
LOST = story(5, slug=Slug("lost"), picture=WORDS_ALONE)


def test_its_page_says_that_the_picture_is_lost_and_prints_the_caption() -> None:
    text = page(record(LOST), article, addresses.article(EN, LOST.slug)).body.decode()
    assert "The picture that stood here has not been preserved. Its caption:" in text
    assert "<figcaption><bdi>Two ferries &amp; a gull &lt;idle&gt;</bdi></figcaption>" in text
    assert "<img" not in text
    assert "og:image" not in text


def test_its_card_has_no_picture() -> None:
    assert keys.card_of(LOST).picture is None
    assert keys.card_of(FERRY).picture == FERRY.picture


def test_fronts_and_feeds_do_without_it() -> None:
    lost = record(LOST)
    feeds = [(feed, address) for address in addresses.feeds(addresses.front(EN))]
    for kind, address in [(front, addresses.front(EN)), *feeds]:
        text = page(lost, kind, address).body.decode()
        assert LOST.headline in text
        assert "Two ferries" not in text
