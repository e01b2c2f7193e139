"""The store as files: what the folder holds is what the store has, and nginx sends it as the server would."""

import gzip
import itertools
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest

from broadsheet.pages.addresses import percent_encoded
from broadsheet.press.key import Address
from broadsheet.readers import limits
from broadsheet.readers.export import TakenByAnother, _alone, export, file_of
from broadsheet.record.models import PressedPage
from tests.readers.quay import Quay
from tests.readers.test_shelf import press, stand, unpress

DOCS = Path(__file__).parents[2] / "docs" / "operate" / "behind-nginx.md"
DEADLINE_S = 20


def pages(folder: Path) -> dict[str, bytes]:
    """Every file below `pages`, by its path."""
    root = folder / "pages"
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def expected(*pressed: tuple[str, str]) -> dict[str, bytes]:
    return {
        f"{file}{suffix}": content
        for file, text in pressed
        for suffix, content in (
            ("", text.encode()),
            (".br", brotli.compress(text.encode())),
            (".gz", gzip.compress(text.encode(), 6, mtime=0)),
        )
    }


@pytest.mark.django_db
def test_the_folder_holds_what_the_store_has(tmp_path: Path) -> None:
    stand()
    press("front")
    press("boats", address=Address("article|harbour.en|boats"))
    press("قوارب", address=Address("article|harbour.ar|قوارب"))
    press("gone", address=Address("article|harbour.en|old"), status=410)
    assert export(tmp_path) == (3, 0, 0)
    first = [("harbour/en/index.html", "front"), ("harbour/en/story/boats.html", "boats")]
    assert pages(tmp_path) == expected(*first, ("harbour/ar/story/قوارب.html", "قوارب"))
    assert export(tmp_path) == (0, 0, 0)
    press("more boats", address=Address("article|harbour.en|boats"))
    unpress(Address("article|harbour.ar|قوارب"))
    assert export(tmp_path) == (1, 1, 0)
    assert pages(tmp_path) == expected(first[0], ("harbour/en/story/boats.html", "more boats"))
    assert not (tmp_path / "pages" / "harbour" / "ar").exists()
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.django_db
def test_a_page_that_changes_twice_in_a_second_has_two_times(tmp_path: Path) -> None:
    """nginx makes its tags of time and size: the same for both, and a reader would keep the old page."""
    stand()
    times = set()
    for text in ("one", "two", "six"):
        press(text)
        export(tmp_path)
        times.add(int((tmp_path / "pages/harbour/en/index.html").stat().st_mtime))
    assert len(times) == 3


@pytest.mark.django_db
def test_an_export_that_was_cut_off_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended before its n-th rename, for each n: the next one leaves what an undisturbed one would have left."""
    stand()
    rename = Path.replace
    for cut in itertools.count():
        folder = tmp_path / str(cut)
        press("front")
        press("boats", address=Address("article|harbour.en|boats"))
        export(folder)
        press("front again")
        unpress(Address("article|harbour.en|boats"))
        press("nets", address=Address("article|harbour.en|nets"))
        left = itertools.count(cut, -1)

        def failing(self: Path, target: Path, left: Iterator[int] = left) -> Path:
            if next(left) == 0:
                raise OSError("the disk is full")
            return rename(self, target)

        monkeypatch.setattr(Path, "replace", failing)
        try:
            export(folder)
            is_over = True
        except OSError:
            is_over = False
        monkeypatch.setattr(Path, "replace", rename)
        export(folder)
        assert pages(folder) == expected(
            ("harbour/en/index.html", "front again"), ("harbour/en/story/nets.html", "nets")
        )
        unpress(Address("article|harbour.en|nets"))
        if is_over:
            break
    assert cut > 6


@pytest.mark.django_db
def test_a_store_of_more_than_a_batch_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXPORT_COUNT", 7)
    monkeypatch.setattr(limits, "EXPORT_FEW_COUNT", 3)
    stand()
    for number in range(30):
        press(f"story {number}", address=Address(f"article|harbour.en|s{number}"))
    press("css", address=Address("stylesheet|harbour.en"))
    PressedPage.objects.filter(address="stylesheet|harbour.en").update(content_type="text/css")
    assert export(tmp_path) == (31, 0, 0)
    assert len(pages(tmp_path)) == 93
    for number in range(0, 30, 2):
        unpress(Address(f"article|harbour.en|s{number}"))
    assert export(tmp_path) == (0, 15, 0)
    assert len(pages(tmp_path)) == 48


def test_only_one_process_writes_into_a_folder(tmp_path: Path) -> None:
    with _alone(tmp_path), pytest.raises(TakenByAnother), _alone(tmp_path):
        raise AssertionError("two at once")


@pytest.mark.parametrize(
    ("path", "is_html", "file"),
    [
        ("/en/", True, "p/en/index.html"),
        ("/en/story/x", True, "p/en/story/x.html"),
        ("/en/feed.rss", False, "p/en/feed.rss"),
        ("/robots.txt", False, "p/robots.txt"),
        ("/en/index", True, None),
        ("/en/../x", True, None),
        ("/en//x", True, None),
        ("/en/", False, None),
        ("/en/" + "x" * (limits.NAME_BYTES + 1), False, None),
    ],
)
def test_each_path_has_one_file_or_none(path: str, is_html: bool, file: str | None) -> None:
    found = file_of("p", path, is_html=is_html)
    assert (str(found) if found else None) == file


@pytest.fixture(scope="module")
def nginx(quay: Quay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Quay]:
    """nginx as the guide says, before the served papers."""
    if shutil.which("nginx") is None or not Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so").exists():
        pytest.skip("needs nginx with its module for ready-made Brotli (Debian: nginx libnginx-mod-http-brotli-static)")
    folder = tmp_path_factory.mktemp("nginx")
    front = Quay(folder)
    guide = DOCS.read_text(encoding="utf-8").partition("```nginx\n")[2].partition("```")[0]
    for said, here in (
        ("/srv/broadsheet/export", str(quay.home / "export")),
        ("127.0.0.1:8000", f"127.0.0.1:{quay.port}"),
        ("listen 80", f"listen 127.0.0.1:{front.port}"),
    ):
        assert said in guide
        guide = guide.replace(said, here)
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        "load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;\n"
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{places}{guide}\n}}\n"
    )
    soon((quay.home / "export" / "generation").exists)
    server = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE, text=True)
    try:
        soon(lambda: server.poll() is not None or _answers(front))
        assert server.poll() is None, server.communicate()[1]
        yield front
    finally:
        server.terminate()
        server.communicate(timeout=DEADLINE_S)


def _answers(front: Quay) -> bool:
    try:
        return front.ask("/en/").status == 200
    except OSError:
        return False


def soon(what: Callable[[], bool]) -> None:
    """Wait until it is so, within a bound."""
    until = time.monotonic() + DEADLINE_S
    while not what():
        assert time.monotonic() < until, "not so in time"
        time.sleep(0.02)


PATHS = ["/en/", "/ar/", "/en/story/ferries-late", "/ar/story/عبارات", "/en/feed.rss", "/en/feed.atom", "/en/feed.json"]
PATHS += ["/robots.txt", "/sitemap.xml", "/en/site.css", "/en/mark.svg", "/en/archive", "/en/section/sea"]


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
@pytest.mark.parametrize("path", PATHS)
def test_nginx_sends_what_the_server_sends(quay: Quay, nginx: Quay, path: str, coding: str) -> None:
    where, accept = percent_encoded(path), f"Accept-Encoding: {coding}"
    # Another test may have published a moment ago, and files follow within a second.
    soon(lambda: nginx.ask(where, accept).body == quay.ask(where, accept).body)
    own, other = quay.ask(where, accept), nginx.ask(where, accept)
    assert other.status == own.status
    differ = {"date", "server", "connection", "etag", "last-modified", "accept-ranges"}
    assert {name: value for name, value in other.headers.items() if name not in differ} == {
        name: value for name, value in own.headers.items() if name not in differ
    }
    assert nginx.ask(where, accept, f"If-None-Match: {other.headers['etag']}").status == 304


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en",
        "/en/story/ferries-late/",
        "/en/story/ferries-late.html",
        "/en/index.html",
        "/en/story/never",
        "/en/404",
        "/harbour/en/",
        "/desk/",
        "/health",
    ],
)
def test_nginx_passes_on_what_is_no_page(quay: Quay, nginx: Quay, path: str) -> None:
    own, other = quay.ask(path), nginx.ask(path)
    assert (other.status, other.headers.get("location")) == (own.status, own.headers.get("location"))
    assert other.headers.get("content-security-policy") == own.headers.get("content-security-policy")


def test_nginx_knows_each_papers_host(nginx: Quay) -> None:
    assert b"The Island" in nginx.ask("/en/", host="island.example").body
    assert "strict-transport-security" not in nginx.ask("/en/", host="island.example").headers
    assert b"The Harbour" in nginx.ask("/en/", host="nobody.example").body


def test_nginx_sends_a_publish_soon_and_a_move_at_once(quay: Quay, nginx: Quay) -> None:
    headline = "Ferries later still"
    story = nginx.ask("/en/story/ferries-late")
    quay.act("publish", "ferries-late", headline)
    soon(lambda: headline in nginx.ask("/en/story/ferries-late").body.decode())
    soon(lambda: headline in nginx.ask("/en/").body.decode())
    assert nginx.ask("/en/story/ferries-late", f"If-None-Match: {story.headers['etag']}").status == 200
    quay.act("publish", "ferries-elsewhere", headline)
    try:
        soon(lambda: nginx.ask("/en/story/ferries-late").status == 301)
        assert nginx.ask("/en/story/ferries-late").headers["location"] == "/en/story/ferries-elsewhere"
    finally:
        quay.act("publish", "ferries-late", "Ferries late")
    soon(lambda: nginx.ask("/en/story/ferries-late").status == 200)


def test_the_sheet_of_a_page_is_kept_for_ever_by_nginx_too(quay: Quay, nginx: Quay) -> None:
    page = quay.ask("/en/").body.decode()
    link = page.partition('href="/en/site.css?v=')[2].partition('"')[0]
    kept = nginx.ask(f"/en/site.css?v={link}").headers["cache-control"]
    assert kept == "public, max-age=31536000, immutable"
    assert nginx.ask("/en/?v=abc").headers["cache-control"] == "public, max-age=0, must-revalidate"
