"""What readers get over the wire, from a server started as an installation starts one."""

import gzip
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest

from broadsheet.readers import limits
from tests.readers.quay import Answer, Quay

STORY = "/en/story/ferries-late"
ARABIC = "/ar/story/%D8%B9%D8%A8%D8%A7%D8%B1%D8%A7%D8%AA"
# What every answer to a reader says, beside what is its own.
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; font-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def decoded(answer: Answer) -> bytes:
    """The body as it was pressed; its length is what was said."""
    assert answer.headers["content-length"] == str(len(answer.body))
    body: bytes = {"br": brotli.decompress, "gzip": gzip.decompress}.get(
        answer.headers.get("content-encoding", ""), bytes
    )(answer.body)
    return body


@pytest.mark.parametrize("path", ["/en/", "/ar/", STORY, ARABIC, "/en/site.css", "/en/feed.rss", "/robots.txt"])
def test_a_page_is_the_same_in_each_coding(quay: Quay, path: str) -> None:
    plain = quay.ask(path)
    assert plain.status == 200
    assert "content-encoding" not in plain.headers
    tags = {plain.headers["etag"]}
    for coding in ("br", "gzip"):
        answer = quay.ask(path, f"Accept-Encoding: {coding}")
        assert answer.status == 200
        assert answer.headers["content-encoding"] == coding
        assert decoded(answer) == decoded(plain)
        assert answer.headers["content-type"] == plain.headers["content-type"]
        tags.add(answer.headers["etag"])
    assert len(tags) == 3
    assert all(re.fullmatch(r'"[0-9a-f]{24}-(br|gzip|identity)"', tag) for tag in tags)


def test_a_page_says_how_it_may_be_kept_and_what_it_may_do(quay: Quay) -> None:
    answer = quay.ask(STORY, "Accept-Encoding: br")
    about = {name: value for name, value in answer.headers.items() if name not in {"date", "server", "connection"}}
    assert about == {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(answer.body)),
        "content-encoding": "br",
        "vary": "Accept-Encoding",
        "etag": answer.headers["etag"],
        "cache-control": "public, max-age=0, must-revalidate",
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "strict-transport-security": "max-age=63072000",
    }
    assert len(answer.lines) == len(answer.headers)


def test_only_a_paper_read_over_https_asks_for_it(quay: Quay) -> None:
    assert "strict-transport-security" not in quay.ask("/en/", host="island.example").headers


def test_two_lines_of_a_header_are_one_list(quay: Quay) -> None:
    answer = quay.ask(STORY, "Accept-Encoding: deflate", "Accept-Encoding: gzip")
    assert answer.headers["content-encoding"] == "gzip"
    tag = answer.headers["etag"]
    lines = ("Accept-Encoding: gzip", 'If-None-Match: "other"', f"If-None-Match: {tag}")
    assert quay.ask(STORY, *lines).status == 304


def test_a_request_that_excludes_every_coding_is_told_so(quay: Quay) -> None:
    answer = quay.ask(STORY, "Accept-Encoding: *;q=0")
    assert answer.status == 406
    assert answer.headers["vary"] == "Accept-Encoding"
    assert b"br" in answer.body


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"a,b",{},"c"', "*"])
def test_what_the_reader_has_is_not_sent_again(quay: Quay, coding: str, method: str, form: str) -> None:
    accept = f"Accept-Encoding: {coding}"
    first = quay.ask(STORY, accept)
    answer = quay.ask(STORY, accept, f"If-None-Match: {form.format(first.headers['etag'])}", method=method)
    assert answer.status == 304
    assert answer.body == b""
    for name in ("etag", "vary", "cache-control", "content-security-policy"):
        assert answer.headers[name] == first.headers[name]
    assert not {"content-type", "content-encoding", "content-length"} & answer.headers.keys()


@pytest.mark.parametrize("tag", ['"other"', "{}x", "abc", '"{bare}"', "{other}"])
def test_what_the_reader_has_otherwise_is_sent(quay: Quay, tag: str) -> None:
    mine = quay.ask(STORY, "Accept-Encoding: br").headers["etag"]
    other = quay.ask(STORY, "Accept-Encoding: gzip").headers["etag"]
    said = tag.format(mine, bare=mine.strip('"').removesuffix("-br"), other=other)
    answer = quay.ask(STORY, "Accept-Encoding: br", f"If-None-Match: {said}")
    assert answer.status == 200
    assert answer.body


def test_a_condition_does_not_turn_an_absent_page_into_one_that_is_known(quay: Quay) -> None:
    assert quay.ask("/en/story/never", "If-None-Match: *").status == 404


@pytest.mark.parametrize("path", [STORY, "/en/story/never", "/", "/en", "/en/site.css", "/media/x", "/%00"])
def test_head_says_what_get_says_and_sends_no_body(quay: Quay, path: str) -> None:
    lines = ("Accept-Encoding: gzip",)
    get, head = quay.ask(path, *lines), quay.ask(path, *lines, method="HEAD")
    assert head.body == b""
    assert head.status == get.status
    assert {name: value for name, value in head.lines if name != "date"} == {
        name: value for name, value in get.lines if name != "date"
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FROB"])
@pytest.mark.parametrize("path", [STORY, "/en/story/never", "/media/x", "/desk/static/x.js"])
def test_a_public_address_is_only_read(quay: Quay, method: str, path: str) -> None:
    answer = quay.ask(path, "Content-Length: 0", method=method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/story/%FF", 400),
        ("/en/story/%C3%28", 400),
        ("/en/story/%", 400),
        ("/en/story/%zz", 400),
        ("/en/story/%00", 400),
        ("/en/story/a%0d%0aSet-Cookie:x=1", 400),
        ("/en/story/%7f", 400),
        ("/en/" + "a" * limits.PATH_CHARS, 414),
        ("/en/?" + "a" * (limits.QUERY_CHARS + 1), 414),
        ("/en/%2541", 404),
        ("//en/", 404),
        ("/en/../desk/", 404),
        ("/en/story/ferries-late/x", 404),
        ("/EN/", 404),
        ("/DESK/", 404),
        ("/desks", 404),
    ],
)
def test_an_address_that_is_none_is_refused(quay: Quay, path: str, status: int) -> None:
    answer = quay.ask(path)
    assert answer.status == status
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("request_line", [b"GET", b"GET /en/ HTTP/9.9", b"\x16\x03\x01\x02", b"G\x00T / HTTP/1.1"])
def test_what_is_no_request_does_no_harm(quay: Quay, request_line: bytes) -> None:
    quay.raw(request_line + b"\r\nHost: harbour.example\r\nConnection: close\r\n\r\n")
    assert quay.ask("/en/").status == 200


def test_headers_without_end_are_cut_short(quay: Quay) -> None:
    request = b"GET /en/ HTTP/1.1\r\nHost: harbour.example\r\nX: " + b"a" * (2 * limits.HEAD_BYTES) + b"\r\n\r\n"
    assert quay.raw(request).startswith((b"HTTP/1.1 431 ", b""))
    assert b"200 OK" not in quay.raw(request)
    assert quay.ask("/en/").status == 200


@pytest.mark.parametrize(
    "name",
    [
        "../secret.key",
        "..%2fsecret.key",
        "%2e%2e/secret.key",
        "a/../../secret.key",
        "/etc/passwd",
        "",
        ".",
        "0123456789abcdef",
        "0123456789abcdef.key",
        "0123456789abcdef-400.jpg",
        "%30123456789abcdef/x.jpg",
    ],
)
def test_nothing_but_a_picture_named_by_its_content_comes_out_of_media(quay: Quay, name: str) -> None:
    assert (quay.home / "secret.key").exists()
    answer = quay.ask(f"/media/{name}")
    assert answer.status == 404
    assert answer.body == b"There is nothing at this address.\n"


def test_a_picture_is_kept_for_ever(quay: Quay) -> None:
    media = quay.home / "media"
    media.mkdir(exist_ok=True)
    content = bytes(range(256)) * 900
    name = f"{hashlib.sha256(content).hexdigest()[:24]}-800.avif"
    (media / name).write_bytes(content)
    answer = quay.ask(f"/media/{name}", "Accept-Encoding: br")
    assert answer.status == 200
    assert answer.body == content
    assert answer.headers["content-type"] == "image/avif"
    assert answer.headers["content-length"] == str(len(content))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert quay.ask(f"/media/{name}", f"If-None-Match: {answer.headers['etag']}").status == 304
    assert quay.ask(f"/media/{name}", method="HEAD").headers["content-length"] == str(len(content))


def test_the_sheet_that_a_page_links_to_is_kept_for_ever_and_no_other(quay: Quay) -> None:
    link = re.search(r'href="(/en/site\.css\?v=[0-9a-f]+)"', quay.ask("/en/").body.decode())
    assert link is not None
    for lines in ((), ("Accept-Encoding: br",)):
        answer = quay.ask(link[1], *lines)
        assert answer.status == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        known = quay.ask(link[1], *lines, f"If-None-Match: {answer.headers['etag']}")
        assert known.status == 304
        assert known.headers["cache-control"] == "public, max-age=31536000, immutable"
    for other in ("/en/site.css", "/en/site.css?v=", "/en/site.css?v=000000000000", f"{link[1]}0", f"{STORY}?v=1"):
        assert quay.ask(other).headers["cache-control"] == "public, max-age=0, must-revalidate"


def test_a_page_with_any_query_is_the_page(quay: Quay) -> None:
    assert quay.ask(f"{STORY}?utm_source=letter&x=%FF").body == quay.ask(STORY).body


@pytest.mark.parametrize(
    ("languages", "front"),
    [("", "/en/"), ("ar-EG,ar;q=0.9,en;q=0.5", "/ar/"), ("fr,en;q=0.1", "/en/"), ("fr", "/en/"), ("ar," * 900, "/ar/")],
)
def test_the_way_in_leads_to_the_front_in_the_readers_language(quay: Quay, languages: str, front: str) -> None:
    answer = quay.ask("/", *([f"Accept-Language: {languages}"] if languages else []))
    assert (answer.status, answer.headers["location"], answer.headers["vary"]) == (302, front, "Accept-Language")
    assert quay.ask("/", f"Accept-Language: {languages}", host="island.example").headers["location"] == "/en/"


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/en", "/en/"),
        ("/en?page=2&q=%D8%B9", "/en/?page=2&q=%D8%B9"),
        (f"{STORY}/", STORY),
        ("/en/archive/", "/en/archive"),
        ("/sitemap.xml/", "/sitemap.xml"),
        (f"{ARABIC}/", ARABIC),
    ],
)
def test_a_slash_too_much_or_too_few_is_put_right(quay: Quay, path: str, to: str) -> None:
    answer = quay.ask(path)
    assert (answer.status, answer.headers["location"]) == (301, to)
    assert quay.ask(to).status == 200


def test_letters_in_pieces_lead_to_the_address_in_whole_ones(quay: Quay) -> None:
    quay.act("publish", "café-boats", "Boats")
    try:
        answer = quay.ask("/en/story/cafe%CC%81-boats")
        assert (answer.status, answer.headers["location"]) == (301, "/en/story/caf%C3%A9-boats")
        assert quay.ask("/en/story/caf%C3%A9-boats").status == 200
    finally:
        quay.act("publish", "ferries-late", "Ferries late")


def test_each_host_has_its_own_paper_and_an_unknown_one_the_first(quay: Quay) -> None:
    assert b"The Island" in quay.ask("/en/", host="island.example").body
    assert b"The Island" in quay.ask("/en/", host="Island.Example:8008").body
    assert quay.ask(STORY, host="island.example").status == 404
    for host in ("harbour.example", "HARBOUR.example:80", "127.0.0.1", "", "nobody.example", "[::1]:80", "a" * 3000):
        assert b"The Harbour" in quay.ask("/en/", host=host).body


def test_an_absent_page_is_answered_in_its_edition(quay: Quay) -> None:
    english, arabic, elsewhere = (quay.ask(path) for path in ("/en/story/never", "/ar/x", "/xx/y"))
    assert [answer.status for answer in (english, arabic, elsewhere)] == [404, 404, 404]
    assert b'lang="en"' in english.body
    assert b'lang="ar"' in arabic.body
    assert elsewhere.body == english.body
    assert english.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert english.headers["content-security-policy"] == POLICY


def test_the_next_request_after_a_publish_elsewhere_sees_all_of_it(quay: Quay) -> None:
    """Each publish is made by another process; every page that it changes is new at the first request after it."""
    accept = "Accept-Encoding: br"
    try:
        for number in range(3):
            before = {path: quay.ask(path, accept) for path in (STORY, "/en/", "/en/feed.rss")}
            headline = f"Ferries late, hour {number}"
            quay.act("publish", "ferries-late", headline)
            for path, old in before.items():
                answer = quay.ask(path, accept, f"If-None-Match: {old.headers['etag']}")
                assert answer.status == 200, path
                assert headline in decoded(answer).decode(), path
    finally:
        quay.act("publish", "ferries-late", "Ferries late")


def test_a_story_that_has_moved_leads_on_and_one_withdrawn_is_gone(quay: Quay) -> None:
    quay.act("publish", "ferries-very-late", "Ferries late")
    try:
        answer = quay.ask(STORY)
        assert (answer.status, answer.headers["location"]) == (301, "/en/story/ferries-very-late")
        assert quay.ask("/en/story/ferries-very-late").status == 200
    finally:
        quay.act("publish", "ferries-late", "Ferries late")
    assert quay.ask(STORY).status == 200
    assert quay.ask("/en/story/tram-stops").status == 200
    quay.act("withdraw")
    try:
        gone = quay.ask("/en/story/tram-stops", "Accept-Encoding: gzip", "If-None-Match: *")
        assert gone.status == 410
        assert b'lang="en"' in decoded(gone)
    finally:
        quay.act("put_back")


def test_many_readers_at_once_each_get_their_page(quay: Quay) -> None:
    paths = ["/en/", "/ar/", STORY, ARABIC, "/en/feed.rss", "/en/story/never"]
    alone = {path: quay.ask(path).body for path in paths}
    with ThreadPoolExecutor(16) as readers:
        answers = list(readers.map(lambda path: (path, quay.ask(path).body), paths * 40))
    assert all(body == alone[path] for path, body in answers)


def test_the_desks_files_are_kept_for_ever_under_their_hashed_names(quay: Quay) -> None:
    page = quay.ask("/desk/login/").body.decode()
    links = re.findall(r'(?:src|href)="(/desk/static/[^"]+\.(?:css|js))"', page)
    assert links
    for link in links:
        answer = quay.ask(link, "Accept-Encoding: br")
        assert answer.status == 200, link
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable", link
        assert answer.headers["content-encoding"] == "br"
        assert decoded(answer) == quay.ask(link).body
        assert quay.ask(link, "Accept-Encoding: br", f"If-None-Match: {answer.headers['etag']}").status == 304
    plain = re.sub(r"\.[0-9a-f]{12}\.", ".", links[0])
    assert quay.ask(plain).headers["cache-control"] == "public, max-age=0, must-revalidate"
    for name in ("../secret.key", "..%2fsecret.key", "made-for", "wagtailadmin", "wagtailadmin/", "x.js"):
        assert quay.ask(f"/desk/static/{name}").status == 404
