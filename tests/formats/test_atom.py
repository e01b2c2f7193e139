from hypothesis import given
from lxml import etree

from broadsheet.formats import atom
from broadsheet.formats.feed import Feed
from broadsheet.formats.xml_text import printable
from tests.formats.harbour_feed import EMPTY, HARBOUR
from tests.formats.hostile import feeds

WRITTEN = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"\
 xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en">
<id>https://harbour.example/en/feed.atom</id>
<title type="text">The Harbour</title>
<subtitle type="text">News &amp; tides</subtitle>
<updated>2017-09-17T20:00:00Z</updated>
<link rel="self" type="application/atom+xml" href="https://harbour.example/en/feed.atom"/>
<link rel="alternate" type="text/html" hreflang="en" href="https://harbour.example/en/"/>
<author><name>The Harbour</name><uri>https://harbour.example/en/</uri></author>
<icon>https://harbour.example/en/mark.svg</icon>
<rights type="text">© 2017 Harbour Press</rights>
<entry>
<id>urn:uuid:d7009a7c-2f39-447f-8580-2cc7ef41a9a0</id>
<title type="text">Ferries &amp; trams &lt;run&gt; late</title>
<link rel="alternate" type="text/html" href="https://harbour.example/en/story/ferry"/>
<published>2017-09-17T18:49:16Z</published>
<updated>2017-09-17T20:00:00Z</updated>
<author><name>Rana Haddad</name><uri>https://harbour.example/en/author/rana-haddad</uri></author>
<author><name>A. N. Other</name></author>
<category term="city" label="City"/>
<category term="ferries" label="Ferries"/>
<summary type="text">Fog &amp; swell: 3 &lt; 4 boats sail.</summary>
<media:content url="https://harbour.example/media/fog-1200.jpg" medium="image" type="image/jpeg"\
 width="1200" height="800">
<media:description type="plain">Fog over the quay</media:description>
<media:credit>Rana Haddad</media:credit>
</media:content>
</entry>
<entry>
<id>urn:uuid:2305a454-125f-4b4a-9cf2-7bf605304832</id>
<title type="text">Lighthouse lit again</title>
<link rel="alternate" type="text/html" href="https://harbour.example/en/story/lighthouse"/>
<dc:date>2012-01-27</dc:date>
<updated>2017-03-02T13:26:00Z</updated>
</entry>
</feed>
"""
WRITTEN_EMPTY = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"\
 xmlns:media="http://search.yahoo.com/mrss/" xml:lang="ar">
<id>https://harbour.example/ar/feed.atom</id>
<title type="text">المرفأ</title>
<subtitle type="text">أخبار البحر والمدينة</subtitle>
<updated>1970-01-01T00:00:00Z</updated>
<link rel="self" type="application/atom+xml" href="https://harbour.example/ar/feed.atom"/>
<link rel="alternate" type="text/html" hreflang="ar" href="https://harbour.example/ar/"/>
<author><name>المرفأ</name></author>
</feed>
"""
ATOM = "{http://www.w3.org/2005/Atom}"


def test_an_atom_feed_is_written_to_the_letter() -> None:
    assert atom.write(HARBOUR).decode() == WRITTEN


def test_an_empty_feed_has_the_date_that_no_story_has() -> None:
    assert atom.write(EMPTY).decode() == WRITTEN_EMPTY


@given(feeds)
def test_whatever_is_written_a_parser_of_atom_finds_the_titles_and_nothing_more(feed: Feed) -> None:
    root = etree.fromstring(atom.write(feed))
    assert root.findtext(f"{ATOM}title") == printable(feed.title)
    titles = [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
    assert titles == [printable(item.title) for item in feed.items]
    assert "script" not in {etree.QName(element).localname for element in root.iter()}
