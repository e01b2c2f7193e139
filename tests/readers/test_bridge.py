"""The bridge to Django, over the wire, with a small WSGI application behind it that tells what it was given."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from broadsheet.readers import limits
from tests.readers.quay import Answer, Quay


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Quay]:
    """A server that passes everything on, and trusts a proxy at 127.0.0.1."""
    quay = Quay(tmp_path_factory.mktemp("bridge"))
    with quay.serving_verb("bridge", "127.0.0.1"):
        yield quay


def told(answer: Answer) -> dict[str, str]:
    assert answer.status == 200
    found: dict[str, str] = json.loads(answer.body)
    return found


def test_a_request_arrives_as_wsgi_has_it(bridge: Quay) -> None:
    environ = told(
        bridge.ask(
            "/desk/tell/caf%C3%A9%20x?q=%C3%A9&b=+",
            "X-One: 1",
            "X-One: 2",
            "X_Two: 3",
            "Cookie: a=1",
            "Cookie: b=2",
            "Content-Type: text/x",
            host="desk.example:81",
        )
    )
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/desk/tell/café x"
    assert environ["QUERY_STRING"] == "q=%C3%A9&b=+"
    assert environ["REQUEST_METHOD"] == "GET"
    assert environ["SERVER_PROTOCOL"] == "HTTP/1.1"
    assert environ["HTTP_HOST"] == "desk.example:81"
    assert environ["HTTP_X_ONE"] == "1,2"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["CONTENT_TYPE"] == "text/x"
    assert environ["CONTENT_LENGTH"] == "0"
    assert environ["wsgi.url_scheme"] == "http"
    assert environ["REMOTE_ADDR"] == "127.0.0.1"
    assert "HTTP_X_TWO" not in environ


@pytest.mark.parametrize(
    ("lines", "peer", "scheme"),
    [
        (("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https"), "203.0.113.9", "https"),
        (("X-Forwarded-For: 198.51.100.1, 203.0.113.9",), "203.0.113.9", "http"),
        (("X-Forwarded-For: 203.0.113.9, 127.0.0.1",), "203.0.113.9", "http"),
        (("X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: 2001:db8::1"), "2001:db8::1", "http"),
        (("X-Forwarded-For: junk",), "127.0.0.1", "http"),
        (("X-Forwarded-For: 203.0.113.9, junk",), "127.0.0.1", "http"),
        (("X-Forwarded-Proto: gopher",), "127.0.0.1", "http"),
        ((), "127.0.0.1", "http"),
    ],
)
def test_a_trusted_proxy_is_believed(bridge: Quay, lines: tuple[str, ...], peer: str, scheme: str) -> None:
    environ = told(bridge.ask("/desk/tell", *lines))
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == (peer, scheme)
    assert not any(name.startswith("HTTP_X_FORWARDED") for name in environ)


def test_nobody_else_is_believed(bridge: Quay) -> None:
    said = ("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https")
    environ = told(bridge.ask("/desk/tell", *said, peer="127.0.0.2"))
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("127.0.0.2", "http")
    assert not any(name.startswith("HTTP_X_FORWARDED") for name in environ)


@pytest.mark.parametrize("size_bytes", [0, 1, 70_000, limits.BODY_IN_MEMORY_BYTES + 70_000])
def test_a_body_arrives_whole(bridge: Quay, size_bytes: int) -> None:
    body = bytes(range(256)) * (size_bytes // 256) + b"x" * (size_bytes % 256)
    answer = bridge.ask("/desk/echo", f"Content-Length: {size_bytes}", method="POST", body=body)
    assert answer.status == 200
    assert answer.body == body
    assert answer.headers["content-length"] == str(size_bytes)


def test_a_body_in_chunks_arrives_with_its_length(bridge: Quay) -> None:
    chunks = b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    assert bridge.ask("/desk/echo", "Transfer-Encoding: chunked", method="POST", body=chunks).body == b"abcde"
    environ = told(bridge.ask("/desk/tell", "Transfer-Encoding: chunked", method="POST", body=chunks))
    assert environ["CONTENT_LENGTH"] == "5"


def test_a_body_beyond_the_bound_is_refused_before_it_is_read(bridge: Quay) -> None:
    answer = bridge.ask("/desk/echo", f"Content-Length: {limits.BODY_BYTES + 1}", method="POST", body=b"abc")
    assert answer.status == 413
    assert answer.body == b"What was sent is too large: at most 40 MB would do.\n"


def test_a_reply_in_pieces_comes_whole(bridge: Quay) -> None:
    answer = bridge.ask("/desk/pieces")
    assert answer.status == 200
    assert answer.headers["transfer-encoding"] == "chunked"
    assert answer.body.count(b"piece") == 200


def test_a_reader_who_leaves_in_the_middle_frees_the_thread(bridge: Quay) -> None:
    for _ in range(limits.THREADS_COUNT + 2):
        bridge.leave_early(b"GET /desk/endless HTTP/1.1\r\nHost: h\r\n\r\n")
    assert bridge.ask("/desk/echo", "Content-Length: 1", method="POST", body=b"x").body == b"x"


def test_head_and_no_content_have_no_body(bridge: Quay) -> None:
    head = bridge.ask("/desk/tell", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    nothing = bridge.ask("/desk/nothing")
    assert (nothing.status, nothing.body) == (204, b"")
    assert "content-length" not in nothing.headers


def test_an_application_that_fails_gives_a_plain_answer(bridge: Quay) -> None:
    answer = bridge.ask("/desk/fail")
    assert answer.status == 500
    assert answer.body == b"Something went wrong here. It has been noted.\n"
    assert "on purpose" in bridge.last_words()


def test_too_many_at_once_are_told_to_come_back(bridge: Quay) -> None:
    """Slow requests fill the threads and the waiting room; who comes then is refused, and the others are answered."""
    count = limits.WAITING_COUNT + 20
    with ThreadPoolExecutor(count) as readers:
        answers = [one.status for one in readers.map(lambda _: bridge.ask("/desk/slow"), range(count))]
    assert answers.count(200) >= limits.WAITING_COUNT
    assert set(answers) <= {200, 503}
    assert bridge.ask("/desk/tell").status == 200


def test_each_request_ends_as_wsgi_wants_it(bridge: Quay) -> None:
    """Django gives its database connection back when the reply is closed."""
    until = time.monotonic() + 20
    while (ended := told(bridge.ask("/desk/closed")))["open"] != "1" and time.monotonic() < until:
        pass  # replies that were left in the middle are closed when their next piece is not taken
    assert ended["open"] == "1", ended
