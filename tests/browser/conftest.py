"""A real browser over the demo paper: Debian's Chromium, driven by Playwright, with nothing of its own going out.

Opening pages is what takes long, so each kind of page in each edition is opened once for each size and scheme, and all
that the tests ask of it is noted then; the tests read the notes.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from tests.newsstand import ROOT, Address, Paper

AXE = ROOT / ".venv" / "tools" / "axe.min.js"
LOOKED = Path(__file__).with_name("look.js")
SCREENS = ROOT / "var" / "screens"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Every host of the paper is this machine. An address elsewhere would come here too, and is found by its name.
    "--host-resolver-rules=MAP * 127.0.0.1",
]
HEIGHTS = {320: 640, 360: 800, 768: 1024, 1440: 900}
WIDTHS = (360, 1440)
WAIT_MS = 30_000
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass  # without slots: Playwright hangs names of its own on whoever listens
class Visit:
    """A page as a browser has it, and what the browser said on the way."""

    page: Page
    url: str
    status: int = 0
    requested: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("requestfailed", lambda request: self.failed.append(f"{request.url}: {request.failure}"))
        self.page.on("response", self._answered)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.said.append(f"uncaught: {error}"))

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.url != self.url:
            self.failed.append(f"{response.url}: {response.status}")

    def _said(self, line: ConsoleMessage) -> None:
        # That the page itself answered 404 is on the console too, and is what was to be seen.
        of_the_page = line.location["url"] == self.url and "responded with a status of 4" in line.text
        if line.type in {"error", "warning"} and not of_the_page:
            self.said.append(f"{line.type}: {line.text}")

    @property
    def foreign(self) -> list[str]:
        """What was asked of another host than the page's own."""
        host = urlsplit(self.url).netloc
        asked = [urlsplit(url) for url in self.requested]
        return [url.geturl() for url in asked if url.scheme not in {"data", "blob", "about"} and url.netloc != host]


Visiting = Callable[..., AbstractContextManager[Visit]]


@dataclass(frozen=True, slots=True)
class Look:
    """What was noted of one page at one width, in one scheme. `seen` is what `look.js` gives."""

    address: Address
    width: int
    scheme: Scheme
    status: int
    said: list[str]
    failed: list[str]
    foreign: list[str]
    violations: list[str]
    picture: Path
    seen: dict[str, Any]

    @property
    def named(self) -> str:
        return f"{self.address.named} {self.width} {self.scheme}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, f"found none of {', '.join(NAMES)} on the PATH; install one (Debian: chromium) or set CHROMIUM="
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


def window(browser: Browser, *, width: int, scheme: Scheme = "light", script: bool = True) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme=scheme,
        reduced_motion="reduce",
        java_script_enabled=script,
        locale="en-GB",
        timezone_id="UTC",
    )
    context.set_default_timeout(WAIT_MS)
    return context


@contextmanager
def opened(context: BrowserContext, url: str) -> Iterator[Visit]:
    page = context.new_page()
    visit = Visit(page, url)
    visit.listen()
    try:
        answer = page.goto(url, wait_until="load")
        assert answer is not None, f"{url}: no answer"
        visit.status = answer.status
        yield visit
    finally:
        page.close()


@pytest.fixture(scope="session")
def visit(browser: Browser) -> Visiting:
    """Open an address by itself: `with visit(url, width=360, scheme="dark", script=False) as seen:`."""

    @contextmanager
    def visiting(url: str, *, width: int = 1440, scheme: Scheme = "light", script: bool = True) -> Iterator[Visit]:
        context = window(browser, width=width, scheme=scheme, script=script)
        try:
            with opened(context, url) as seen:
                yield seen
        finally:
            context.close()

    return visiting


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds, WCAG A and AA and its best practices; a line for each rule, with where."""
    page.evaluate(axe)
    asked = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    found: list[dict[str, Any]] = page.evaluate(asked)
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: "
        + "; ".join(" ".join(map(str, node["target"])) for node in rule["nodes"][:5])
        for rule in found
    ]


@pytest.fixture(scope="session")
def looks(browser: Browser, paper: Paper) -> tuple[Look, ...]:
    assert AXE.exists(), f"no {AXE}: run bash .ci/tools"
    axe, look = AXE.read_text(encoding="utf-8"), LOOKED.read_text(encoding="utf-8")
    SCREENS.mkdir(parents=True, exist_ok=True)
    for old in SCREENS.glob("*.png"):
        old.unlink()
    noted = []
    for width, scheme in product(WIDTHS, SCHEMES):
        context = window(browser, width=width, scheme=scheme)
        for address in paper.pages:
            picture = SCREENS / f"{address.kind}-{address.edition}-{width}-{scheme}.png"
            with opened(context, address.url) as visit:
                visit.page.screenshot(path=picture, full_page=True)
                seen = visit.page.evaluate(look)
                # Colours change with the scheme, places with the width: three of the four tell all.
                found = [] if (width, scheme) == (360, "dark") else violations(visit.page, axe)
            noted.append(
                Look(
                    address, width, scheme, visit.status, visit.said, visit.failed, visit.foreign, found, picture, seen
                )
            )
        context.close()
    return tuple(noted)
