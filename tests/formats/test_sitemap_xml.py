import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from broadsheet.formats import sitemap_xml
from broadsheet.formats.sitemap_xml import Location, NewsLocation
from broadsheet.formats.xml_text import printable
from tests.formats.hostile import texts

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def test_a_sitemap_is_written_to_the_letter() -> None:
    written = sitemap_xml.write(
        [
            Location(url="https://harbour.example/en/story/ferry", lastmod="2017-09-17T20:00:00Z"),
            Location(url="https://harbour.example/en/story/l'aube&co"),
        ]
    )
    assert written.decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://harbour.example/en/story/ferry</loc><lastmod>2017-09-17T20:00:00Z</lastmod></url>\n"
        "<url><loc>https://harbour.example/en/story/l'aube&amp;co</loc></url>\n"
        "</urlset>\n"
    )


def test_an_index_is_written_to_the_letter() -> None:
    written = sitemap_xml.write_index([Location(url="https://harbour.example/en/sitemap/2017-09-17.xml")])
    assert written.decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<sitemap><loc>https://harbour.example/en/sitemap/2017-09-17.xml</loc></sitemap>\n"
        "</sitemapindex>\n"
    )


def test_a_news_sitemap_is_written_to_the_letter() -> None:
    story = NewsLocation(
        url="https://harbour.example/ar/story/x",
        publication="المرفأ",
        language="ar-LB",
        publication_date="2017-09-17T18:49:00Z",
        title="العبّارات <متأخرة>",
    )
    assert sitemap_xml.write_news([story]).decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
        "<url>\n<loc>https://harbour.example/ar/story/x</loc>\n<news:news>\n"
        "<news:publication><news:name>المرفأ</news:name><news:language>ar</news:language></news:publication>\n"
        "<news:publication_date>2017-09-17T18:49:00Z</news:publication_date>\n"
        "<news:title>العبّارات &lt;متأخرة&gt;</news:title>\n</news:news>\n</url>\n"
        "</urlset>\n"
    )


@pytest.mark.parametrize(
    ("language", "known"),
    [("en-GB", "en"), ("ar", "ar"), ("ckb", "ckb"), ("zh", "zh-cn"), ("zh-Hans-SG", "zh-cn"), ("zh-Hant", "zh-tw")],
)
def test_the_news_sitemap_names_languages_as_google_knows_them(language, known) -> None:
    assert sitemap_xml.news_language(language) == known


@given(st.lists(texts, max_size=5))
def test_whatever_is_mapped_a_parser_finds_it_again(written: list[str]) -> None:
    locations = [Location(url=text, lastmod=text) for text in written]
    stories = [
        NewsLocation(url=text, publication=text, language="en", publication_date=text, title=text) for text in written
    ]
    kept = [printable(text) for text in written]
    for body in (sitemap_xml.write(locations), sitemap_xml.write_index(locations)):
        assert [one.findtext(f"{SITEMAP}loc") for one in etree.fromstring(body)] == kept
    news = etree.fromstring(sitemap_xml.write_news(stories))
    assert [element.text or "" for element in news.iter(f"{NEWS}title")] == kept
