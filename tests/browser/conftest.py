"""A real browser over the demo paper: Debian's Chromium, driven by Playwright, with nothing of its own going out."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from tests.newsstand import ROOT

AXE = ROOT / ".venv" / "tools" / "axe.min.js"
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
Scheme = Literal["light", "dark"]


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, (
        f"found none of {', '.join(NAMES)} on the PATH; install one (Debian: chromium) or set CHROMIUM=/path/to/it"
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def visit(browser: Browser) -> Visiting:
    """Open an address: `with visit(url, width=360, scheme="dark", script=False) as seen:`."""

    @contextmanager
    def visiting(url: str, *, width: int = 1440, scheme: Scheme = "light", script: bool = True) -> Iterator[Visit]:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme=scheme,
            reduced_motion="reduce",
            java_script_enabled=script,
            locale="en-GB",
            timezone_id="UTC",
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        seen = Visit(page, url)
        seen.listen()
        try:
            answer = page.goto(url, wait_until="load")
            assert answer is not None, f"{url}: no answer"
            seen.status = answer.status
            yield seen
        finally:
            context.close()

    return visiting


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe finds on a page, WCAG A and AA and its best practices; a line for each rule, with where."""
    assert AXE.exists(), f"no {AXE}: run bash .ci/tools"
    source = AXE.read_text(encoding="utf-8")

    def violations(page: Page) -> list[str]:
        page.evaluate(source)
        found: list[dict[str, Any]] = page.evaluate(
            "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
        )
        return [
            f"{rule['id']} ({rule['impact']}): {rule['help']}: "
            + "; ".join(" ".join(map(str, node["target"])) for node in rule["nodes"][:5])
            for rule in found
        ]

    return violations


@pytest.fixture(scope="session")
def screens() -> Path:
    SCREENS.mkdir(parents=True, exist_ok=True)
    return SCREENS
