"""What the specifications of feeds and sitemaps demand, as faults found in bytes.

Written from the specifications and not from our writers: RSS 2.0 (rssboard.org), RFC 4287, JSON Feed 1.1, Media RSS,
sitemaps.org and Google's news extension. Where a specification only advises, nothing is found. Known names are listed,
so that a slip of the pen in one is a fault too, and so is an element of which the rules below say nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

SITEMAP_URLS = 50_000
SITEMAP_BYTES = 52_428_800
NEWS_URLS = 1_000
URL_CHARS = 2_048

_URI_CHARS = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_RFC_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})")
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_W3C = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")

# What we write or well may, each with its rules below; an element that is written newly needs its own first.
RSS_CHANNEL_ONCE = {"title", "link", "description", "language", "copyright", "pubDate", "lastBuildDate"}
RSS_ITEM_ONCE = {"title", "link", "description", "enclosure", "guid", "pubDate"}
ATOM_FEED_ONCE = {"icon", "id", "logo", "rights", "subtitle", "title", "updated"}
ATOM_ENTRY_ONCE = {"id", "published", "rights", "summary", "title", "updated"}
ATOM_REPEATED = {"author", "category", "contributor", "link"}
JSON_FEED_KEYS = {
    *("version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon"),
    *("authors", "language", "expired", "hubs", "items"),
}
JSON_ITEM_KEYS = {
    *("id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image"),
    *("date_published", "date_modified", "authors", "tags", "language", "attachments"),
}
JSON_URLS = {
    *("home_page_url", "feed_url", "next_url", "icon", "favicon", "url", "external_url", "image", "banner_image"),
    *("avatar",),
}

Faults = list[str]


# --- what several specifications say


def is_uri(text: str | None, *schemes: str) -> bool:
    """An absolute URI of RFC 3986: no spaces, no letters beyond ASCII that are not percent-encoded."""
    if not text or not _URI_CHARS.fullmatch(text):
        return False
    parts = urlsplit(text)
    return parts.scheme in schemes and bool(parts.netloc or parts.scheme not in {"http", "https"})


def is_web_address(text: str | None) -> bool:
    return is_uri(text, "http", "https")


def is_language(text: str | None) -> bool:
    return bool(text and _LANGUAGE.fullmatch(text))


def is_rfc_822(text: str | None) -> bool:
    if not text or not _RFC_822.fullmatch(text):
        return False
    try:
        return parsedate_to_datetime(text).strftime("%a") == text[:3]
    except ValueError:
        return False


def is_rfc_3339(text: str | None) -> bool:
    return bool(text and _RFC_3339.fullmatch(text)) and _is_date(text)


def is_w3c(text: str | None) -> bool:
    return bool(text and _W3C.fullmatch(text)) and _is_date(text)


def is_w3c_day(text: str | None) -> bool:
    """The two forms that a sitemap may use: a whole date, or an instant."""
    return is_w3c(text) and len(text or "") >= len("2017-09-17")


def _is_date(text: str | None) -> bool:
    whole = (text or "") + "0001-01-01"[len(text or "") :] if len(text or "") < 10 else text or ""
    try:
        datetime.fromisoformat(whole)
    except ValueError:
        return False
    return True


def parsed(body: bytes) -> tuple[etree._Element | None, Faults]:
    """The root, if the bytes are XML in UTF-8 without a document type."""
    try:
        body.decode("utf-8")
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, recover=False))
    except (UnicodeDecodeError, etree.XMLSyntaxError) as error:
        return None, [f"not well-formed: {error}"]
    return root, ["a document type"] if root.getroottree().docinfo.doctype else []


def once(
    parent: etree._Element, names: Iterable[str], namespace: str = "", *, needed: Iterable[str] = ()
) -> Iterator[str]:
    for name in names:
        found = parent.findall(f"{{{namespace}}}{name}" if namespace else name)
        where = etree.QName(parent).localname
        if len(found) > 1:
            yield f"{where}: {len(found)} {name}"
        if not found and name in needed:
            yield f"{where}: no {name}"


def each(parent: etree._Element, path: str, test: Callable[[str | None], bool], what: str) -> Iterator[str]:
    for element in parent.findall(path):
        if not test(element.text):
            yield f"{etree.QName(element).localname}: {element.text!r} is not {what}"


def strangers(parent: etree._Element, known: set[str], namespace: str = "") -> Iterator[str]:
    for child in parent.iterchildren("*"):
        name = etree.QName(child)
        if (name.namespace or "") == namespace and name.localname not in known:
            yield f"{etree.QName(parent).localname}: no rule knows {name.localname}"
        elif (name.namespace or "") not in {"", ATOM, DC, MEDIA, SITEMAP, NEWS}:
            yield f"{name.namespace}: no rule knows this namespace"


def is_blank(element: etree._Element | None) -> bool:
    return element is None or not (element.text or "").strip()


def repeated(values: Iterable[Any]) -> list[Any]:
    seen: set[Any] = set()
    return [value for value in values if value in seen or seen.add(value)]


# --- RSS 2.0


def rss_faults(body: bytes) -> Faults:
    root, faults = parsed(body)
    if root is None:
        return faults
    if (
        root.tag != "rss"
        or root.get("version") != "2.0"
        or [child.tag for child in root.iterchildren("*")] != ["channel"]
    ):
        return [*faults, "not an rss element of version 2.0 with one channel"]
    channel = root.find("channel")
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    return [
        *faults,
        *_rss_channel(channel),
        *(fault for item in items for fault in _rss_item(item)),
        *(f"guid {guid!r} twice" for guid in repeated(guids)),
    ]


def _rss_channel(channel: etree._Element) -> Iterator[str]:
    yield from once(channel, sorted(RSS_CHANNEL_ONCE), needed=("title", "link", "description"))
    yield from strangers(channel, RSS_CHANNEL_ONCE | {"category", "item"})
    yield from (f"channel: a blank {name}" for name in ("title", "link", "description") if is_blank(channel.find(name)))
    yield from each(channel, "link", is_web_address, "a web address")
    yield from each(channel, "language", is_language, "a language")
    for name in ("pubDate", "lastBuildDate"):
        yield from each(channel, name, is_rfc_822, "a date of RFC 822")
    selves = channel.findall(f"{{{ATOM}}}link[@rel='self']")
    if len(selves) != 1:
        yield f"channel: {len(selves)} atom:link to itself"
    yield from (fault for link in channel.findall(f"{{{ATOM}}}link") for fault in _atom_link(link))


def _rss_item(item: etree._Element) -> Iterator[str]:
    yield from once(item, sorted(RSS_ITEM_ONCE))
    yield from strangers(item, RSS_ITEM_ONCE | {"category"})
    if item.find("title") is None and item.find("description") is None:
        yield "item: neither title nor description"
    yield from each(item, "link", is_web_address, "a web address")
    yield from each(item, "pubDate", is_rfc_822, "a date of RFC 822")
    yield from each(item, f"{{{DC}}}date", is_w3c, "a date of the W3C")
    yield from each(item, f"{{{ATOM}}}updated", is_rfc_3339, "a date of RFC 3339")
    if item.find("pubDate") is not None and item.find(f"{{{DC}}}date") is not None:
        yield "item: two dates of publication"
    for name in ("category", f"{{{DC}}}creator"):
        yield from (f"item: a blank {etree.QName(one).localname}" for one in item.findall(name) if is_blank(one))
    for guid in item.findall("guid"):
        permanent = guid.get("isPermaLink", "true")
        if permanent not in {"true", "false"} or is_blank(guid):
            yield f"item: guid {guid.text!r} with isPermaLink={permanent!r}"
        if permanent == "true" and not is_web_address(guid.text):
            yield f"item: guid {guid.text!r} is called a permanent link"
    for enclosure in item.findall("enclosure"):
        length, kind = enclosure.get("length", ""), enclosure.get("type", "")
        if not (is_web_address(enclosure.get("url")) and length.isdigit() and _MEDIA_TYPE.fullmatch(kind)):
            yield f"item: enclosure {dict(enclosure.attrib)}"
    yield from _media(item)


def _media(item: etree._Element) -> Iterator[str]:
    contents = item.findall(f"{{{MEDIA}}}content")
    for content in contents:
        sizes = [content.get(name, "0") for name in ("width", "height")]
        if not is_web_address(content.get("url")) or not _MEDIA_TYPE.fullmatch(content.get("type", "")):
            yield f"media:content: {dict(content.attrib)}"
        if content.get("medium") not in {"image", "audio", "video", "document", "executable"}:
            yield f"media:content: medium {content.get('medium')!r}"
        if not all(size.isdigit() for size in sizes):
            yield f"media:content: sizes {sizes}"
        yield from strangers(content, {"title", "description", "credit", "thumbnail", "text", "rating"}, MEDIA)
        yield from once(content, ("title", "description"), MEDIA)


# --- Atom 1.0


def atom_faults(body: bytes) -> Faults:
    root, faults = parsed(body)
    if root is None:
        return faults
    if root.tag != f"{{{ATOM}}}feed":
        return [*faults, "not a feed of Atom 1.0"]
    entries = root.findall(f"{{{ATOM}}}entry")
    versions = [(entry.findtext(f"{{{ATOM}}}id"), entry.findtext(f"{{{ATOM}}}updated")) for entry in entries]
    signed = root.find(f"{{{ATOM}}}author") is not None
    return [
        *faults,
        *_atom_feed(root),
        *(fault for entry in entries for fault in _atom_entry(entry, signed=signed)),
        *(f"entry {version} twice" for version in repeated(versions)),
    ]


def _atom_feed(feed: etree._Element) -> Iterator[str]:
    yield from once(feed, sorted(ATOM_FEED_ONCE), ATOM, needed=("id", "title", "updated"))
    yield from strangers(feed, ATOM_FEED_ONCE | ATOM_REPEATED | {"entry"}, ATOM)
    yield from _atom_parts(feed)
    names = [etree.QName(child).localname for child in feed.iterchildren("*")]
    if "entry" in names and set(names[names.index("entry") :]) != {"entry"}:
        yield "feed: something after the entries"
    if not is_language(feed.get(XML_LANG)):
        yield f"feed: xml:lang {feed.get(XML_LANG)!r}"
    if len(feed.findall(f"{{{ATOM}}}link[@rel='self']")) != 1:
        yield "feed: no single link to itself"
    for name in ("icon", "logo"):
        yield from each(feed, f"{{{ATOM}}}{name}", is_web_address, "a web address")


def _atom_entry(entry: etree._Element, *, signed: bool) -> Iterator[str]:
    yield from once(entry, sorted(ATOM_ENTRY_ONCE), ATOM, needed=("id", "title", "updated"))
    yield from strangers(entry, ATOM_ENTRY_ONCE | ATOM_REPEATED, ATOM)
    yield from _atom_parts(entry)
    yield from _media(entry)
    yield from each(entry, f"{{{DC}}}date", is_w3c, "a date of the W3C")
    if not signed and entry.find(f"{{{ATOM}}}author") is None:
        yield "entry: no author, nor has the feed one"
    if not any(link.get("rel", "alternate") == "alternate" for link in entry.findall(f"{{{ATOM}}}link")):
        yield "entry: no link to the story, and no content in its place"


def _atom_parts(parent: etree._Element) -> Iterator[str]:
    """What feed and entry have in common."""
    yield from each(
        parent, f"{{{ATOM}}}id", lambda text: is_uri(text, "http", "https", "urn", "tag"), "an absolute IRI"
    )
    for name in ("updated", "published"):
        yield from each(parent, f"{{{ATOM}}}{name}", is_rfc_3339, "a date of RFC 3339")
    for name in ("title", "subtitle", "summary", "rights"):
        yield from (fault for text in parent.findall(f"{{{ATOM}}}{name}") for fault in _atom_text(text))
    for name in ("author", "contributor"):
        yield from (fault for person in parent.findall(f"{{{ATOM}}}{name}") for fault in _atom_person(person))
    links = parent.findall(f"{{{ATOM}}}link")
    yield from (fault for link in links for fault in _atom_link(link))
    alternates = [
        (link.get("type"), link.get("hreflang")) for link in links if link.get("rel", "alternate") == "alternate"
    ]
    yield from (f"two alternates of {same}" for same in repeated(alternates))
    for category in parent.findall(f"{{{ATOM}}}category"):
        if not (category.get("term") or "").strip() or category.get("label") == "":
            yield f"category: {dict(category.attrib)}"


def _atom_text(text: etree._Element) -> Iterator[str]:
    name, kind = etree.QName(text).localname, text.get("type", "text")
    if kind not in {"text", "html", "xhtml"} or (kind != "xhtml" and len(text)):
        yield f"{name}: of type {kind!r}, with {len(text)} elements"


def _atom_person(person: etree._Element) -> Iterator[str]:
    yield from once(person, ("name", "uri", "email"), ATOM, needed=("name",))
    yield from strangers(person, {"name", "uri", "email"}, ATOM)
    yield from each(person, f"{{{ATOM}}}name", lambda text: bool((text or "").strip()), "a name")
    yield from each(person, f"{{{ATOM}}}uri", is_web_address, "a web address")


def _atom_link(link: etree._Element) -> Iterator[str]:
    if not is_web_address(link.get("href")):
        yield f"link: href {link.get('href')!r}"
    if link.get("type") is not None and not _MEDIA_TYPE.fullmatch(link.get("type", "")):
        yield f"link: type {link.get('type')!r}"
    if link.get("hreflang") is not None and not is_language(link.get("hreflang")):
        yield f"link: hreflang {link.get('hreflang')!r}"
    if link.get("rel") == "" or len(link):
        yield "link: an empty rel, or something inside"


# --- JSON Feed 1.1


def json_feed_faults(body: bytes) -> Faults:
    try:
        feed = json.loads(body.decode("utf-8"))
    except ValueError as error:
        return [f"not JSON: {error}"]
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return ["not an object with a list of items"]
    items = feed["items"]
    ids = [item.get("id") for item in items]
    return [
        *_json_object(feed, JSON_FEED_KEYS, "feed"),
        *([] if next(iter(feed)) == "version" else ["version is not at the top"]),
        *([] if feed.get("version") == "https://jsonfeed.org/version/1.1" else [f"version {feed.get('version')!r}"]),
        *([] if feed.get("title") else ["no title"]),
        *(fault for item in items for fault in _json_item(item)),
        *(f"id {one!r} twice" for one in repeated(ids)),
    ]


def _json_item(item: dict[str, Any]) -> Iterator[str]:
    yield from _json_object(item, JSON_ITEM_KEYS, "item")
    if not item.get("id") or not isinstance(item["id"], str):
        yield f"item: id {item.get('id')!r}"
    if "content_html" not in item and "content_text" not in item:
        yield "item: no content"
    for name in ("date_published", "date_modified"):
        if name in item and not is_rfc_3339(item[name]):
            yield f"item: {name} {item[name]!r}"
    tags = item.get("tags", [])
    if not all(isinstance(tag, str) and tag.strip() for tag in tags):
        yield f"item: tags {tags!r}"


def _json_object(value: dict[str, Any], known: set[str], what: str) -> Iterator[str]:
    yield from (f"{what}: there is no {name}" for name in value if name not in known and not name.startswith("_"))
    for name in value.keys() & JSON_URLS:
        if not is_web_address(value[name]):
            yield f"{what}: {name} {value[name]!r}"
    if "language" in value and not is_language(value["language"]):
        yield f"{what}: language {value['language']!r}"
    for name in known - {"items", "authors", "tags", "hubs", "attachments", "expired"}:
        if name in value and not isinstance(value[name], str):
            yield f"{what}: {name} is no text"
    for author in value.get("authors", []):
        yield from _json_object(author, {"name", "url", "avatar"}, "author")
        if not any(author.get(name) for name in ("name", "url", "avatar")):
            yield "author: nothing said"


# --- sitemaps


def sitemap_faults(body: bytes) -> Faults:
    return _locations(body, "urlset", "url")


def sitemap_index_faults(body: bytes) -> Faults:
    return _locations(body, "sitemapindex", "sitemap")


def _locations(body: bytes, root_name: str, name: str, more: set[str] = frozenset()) -> Faults:
    root, faults = parsed(body)
    if root is None:
        return faults
    if root.tag != f"{{{SITEMAP}}}{root_name}":
        return [*faults, f"not a {root_name}"]
    urls = [one.findtext(f"{{{SITEMAP}}}loc") or "" for one in root]
    hosts = {urlsplit(url)[:2] for url in urls}
    faults += [f"{len(body)} bytes"] if len(body) > SITEMAP_BYTES else []
    faults += [f"{len(urls)} entries"] if len(urls) > SITEMAP_URLS else []
    faults += [f"several hosts: {hosts}"] if len(hosts) > 1 else []
    faults += [f"{url} twice" for url in repeated(urls)]
    for one in root:
        faults += [f"there is no {one.tag}"] if one.tag != f"{{{SITEMAP}}}{name}" else []
        faults += once(one, ("loc", "lastmod", "changefreq", "priority"), SITEMAP, needed=("loc",))
        faults += strangers(one, {"loc", "lastmod", *(["changefreq", "priority"] if name == "url" else [])}, SITEMAP)
        faults += each(
            one, f"{{{SITEMAP}}}loc", lambda text: is_web_address(text) and len(text or "") < URL_CHARS, "a short URL"
        )
        faults += each(one, f"{{{SITEMAP}}}lastmod", is_w3c_day, "a date of the W3C")
        faults += [
            f"{child.tag} in a plain sitemap" for child in one if etree.QName(child).namespace not in {SITEMAP, *more}
        ]
    return faults


def news_sitemap_faults(body: bytes, *, as_of: datetime) -> Faults:
    """Google's rules beside those of every sitemap; a story is two days old at most at `as_of`."""
    faults = _locations(body, "urlset", "url", {NEWS})
    root, _ = parsed(body)
    if root is None:
        return faults
    stories = root.findall(f"{{{SITEMAP}}}url/{{{NEWS}}}news")
    faults += [f"{len(stories)} stories"] if len(stories) > NEWS_URLS else []
    faults += [f"{len(root) - len(stories)} entries are no news"] if len(stories) != len(root) else []
    return faults + [fault for story in stories for fault in _news_story(story, as_of)]


def _is_said(text: str | None) -> bool:
    return bool((text or "").strip())


def _news_story(story: etree._Element, as_of: datetime) -> Iterator[str]:
    names = ("publication", "publication_date", "title")
    yield from once(story, names, NEWS, needed=names)
    yield from strangers(story, {*names, "keywords", "stock_tickers"}, NEWS)
    for publication in story.findall(f"{{{NEWS}}}publication"):
        yield from once(publication, ("name", "language"), NEWS, needed=("name", "language"))
        yield from strangers(publication, {"name", "language"}, NEWS)
    yield from each(story, f"{{{NEWS}}}publication/{{{NEWS}}}name", _is_said, "a name")
    yield from each(story, f"{{{NEWS}}}title", _is_said, "a title")
    language = re.compile(r"[a-z]{2,3}|zh-cn|zh-tw")
    yield from each(
        story,
        f"{{{NEWS}}}publication/{{{NEWS}}}language",
        lambda text: bool(language.fullmatch(text or "")),
        "a language as Google names it",
    )
    yield from each(story, f"{{{NEWS}}}publication_date", is_w3c_day, "a date of the W3C")
    date = story.findtext(f"{{{NEWS}}}publication_date") or ""
    if is_rfc_3339(date) and not 0 <= (as_of - datetime.fromisoformat(date)).total_seconds() <= 48 * 3600:
        yield f"a story of {date} is no news at {as_of.astimezone(UTC).isoformat()}"


def robots_faults(body: bytes) -> Faults:
    """The lines of RFC 9309, and Sitemap lines with absolute addresses."""
    faults, has_group = [], False
    for line in body.decode("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        field, colon, value = (part.strip() for part in line.partition(":"))
        has_group = has_group or field.lower() == "user-agent"
        if not colon or field.lower() not in {"user-agent", "allow", "disallow", "sitemap"}:
            faults.append(f"a line that nobody knows: {line!r}")
        if field.lower() in {"allow", "disallow"} and not (has_group and value.startswith("/")):
            faults.append(f"a rule without a group or a path: {line!r}")
        if field.lower() == "sitemap" and not is_web_address(value):
            faults.append(f"a sitemap without an address: {line!r}")
    return faults
