from hypothesis import given
from lxml import etree

from broadsheet.formats import rss
from broadsheet.formats.feed import Feed
from broadsheet.formats.xml_text import printable
from tests.formats.harbour_feed import EMPTY, HARBOUR
from tests.formats.hostile import feeds

WRITTEN = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"\
 xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>The Harbour</title>
<link>https://harbour.example/en/</link>
<description>News &#x26; tides</description>
<language>en</language>
<copyright>© 2017 Harbour Press</copyright>
<lastBuildDate>Sun, 17 Sep 2017 20:00:00 GMT</lastBuildDate>
<atom:link rel="self" type="application/rss+xml" href="https://harbour.example/en/feed.atom"/>
<item>
<title>Ferries &#x26; trams &#x3C;run&gt; late</title>
<link>https://harbour.example/en/story/ferry</link>
<description>Fog &amp;amp; swell: 3 &amp;lt; 4 boats sail.</description>
<dc:creator>Rana Haddad</dc:creator>
<dc:creator>A. N. Other</dc:creator>
<category>City</category>
<category>Ferries</category>
<guid isPermaLink="false">urn:uuid:d7009a7c-2f39-447f-8580-2cc7ef41a9a0</guid>
<pubDate>Sun, 17 Sep 2017 18:49:16 GMT</pubDate>
<atom:updated>2017-09-17T20:00:00Z</atom:updated>
<media:content url="https://harbour.example/media/fog-1200.jpg" medium="image" type="image/jpeg"\
 width="1200" height="800">
<media:description type="plain">Fog over the quay</media:description>
<media:credit>Rana Haddad</media:credit>
</media:content>
</item>
<item>
<title>Lighthouse lit again</title>
<link>https://harbour.example/en/story/lighthouse</link>
<guid isPermaLink="false">urn:uuid:2305a454-125f-4b4a-9cf2-7bf605304832</guid>
<dc:date>2012-01-27</dc:date>
<atom:updated>2017-03-02T13:26:00Z</atom:updated>
</item>
</channel>
</rss>
"""
WRITTEN_EMPTY = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"\
 xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>المرفأ</title>
<link>https://harbour.example/ar/</link>
<description>أخبار البحر والمدينة</description>
<language>ar</language>
<atom:link rel="self" type="application/rss+xml" href="https://harbour.example/ar/feed.atom"/>
</channel>
</rss>
"""


def test_an_rss_feed_is_written_to_the_letter() -> None:
    assert rss.write(HARBOUR).decode() == WRITTEN


def test_an_empty_feed_has_no_date_and_no_items() -> None:
    assert rss.write(EMPTY).decode() == WRITTEN_EMPTY


@given(feeds)
def test_whatever_is_written_a_parser_finds_the_titles_and_nothing_more(feed: Feed) -> None:
    channel = etree.fromstring(rss.write(feed))[0]
    assert channel.findtext("title") == printable(feed.title)
    titles = [item.findtext("title") for item in channel.findall("item")]
    assert titles == [printable(item.title) for item in feed.items]
    namespaces = {etree.QName(element).namespace for element in channel.iter()}
    allowed = {"http://www.w3.org/2005/Atom", "http://purl.org/dc/elements/1.1/", "http://search.yahoo.com/mrss/"}
    assert namespaces <= {None, *allowed}
    assert "script" not in {etree.QName(element).localname for element in channel.iter()}
