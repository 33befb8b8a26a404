"""A person before 回访台, in a real Chromium: what is shown, whether it can be read, and what the keyboard reaches."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import film
from page_served import PageServed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, FloatRect, Page, Request

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESK, PHONE = 1280, 390
HEIGHT = 900
#: Where pictures of what is looked at are kept; without it, none are made.
SCREENS = os.environ.get("HUIFANG_SCREENS", "")
PATIENCE_SECONDS = 30
_LOOKS = (Path(__file__).parent / "page_looks.js").read_text(encoding="utf-8")
#: What has the focus: its place among all elements, whether it is seen, and its ring.
_FOCUSED = """() => {
  const it = document.activeElement;
  if (!it || it === document.body || it === document.documentElement) { return null; }
  const shown = it.closest(".picker") || it, box = shown.getBoundingClientRect(), style = getComputedStyle(shown);
  const inside = box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  return {
    at: [...document.querySelectorAll("*")].indexOf(it), inside, ring: parseFloat(style.outlineWidth) >= 3
      && style.outlineStyle === "solid", text: [it.textContent, ...[...(it.labels || [])].map((one) => one.textContent),
      it.getAttribute("aria-label") || "", it.value || ""].join(" ").trim().slice(0, 60),
  };
}"""
_TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""
#: How many things Tab should reach: of the marks of one question, one.
_REACHABLE = """() => {
  const first = (it) => [...document.getElementsByName(it.name)].sort((a, b) => b.checked - a.checked)[0];
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((it) => !it.disabled && it.checkVisibility({visibilityProperty: true}) && it.getClientRects().length)
    .filter((it) => it.type !== "radio" || it === first(it)).length;
}"""


class Visitor:
    """A window of one person: a browser context of its own, with its own cookies. ``troubles`` are sentences on what
    the browser complained of, and on what was asked of any other computer.
    """

    def __init__(self, browser: Browser, width: int = DESK, *, scripts: bool = True) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": HEIGHT}, java_script_enabled=scripts,
            locale="zh-CN", accept_downloads=True, reduced_motion="reduce",
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE_SECONDS * 1000)
        self.troubles: list[str] = []
        self.filmed: list[str] = []
        self.origin = ""
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self.troubles.append(f"error in the script: {error.error}"))
        self.context.on("request", self._asked)
        self.page: Page = self.context.new_page()

    def enter(self, served: PageServed) -> Page:
        """Open the address that was printed."""
        self.origin = served.origin
        self.page.goto(served.address)
        return self.page

    def go(self, path: str) -> Page:
        """Open a page of ours by its path."""
        self.page.goto(self.origin + path)
        return self.page

    @property
    def path(self) -> str:
        """Which page is open."""
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """What can be read on it."""
        return self.page.locator("body").inner_text()

    def finish(self) -> str:
        """Wait until the job whose page is open has ended; what can be read then."""
        assert re.fullmatch(r"/jobs/[\d-]+", self.path), f"{self.path}: {self.text[:300]}"
        until = time.monotonic() + PATIENCE_SECONDS
        while self.page.locator("meta[http-equiv=refresh]").count():
            assert time.monotonic() < until, self.text
            time.sleep(0.15)
            self.page.reload()
        return self.text

    def press(self, name: str, *, exact: bool = True) -> Page:
        """Press the first button of that name, which leads to another page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=exact).first.click()
        return self.page

    def follow(self, name: str) -> Page:
        """Follow the first link of that name."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).first.click()
        return self.page

    def wrong(self, name: str, widths: Sequence[int] = (DESK, PHONE)) -> list[str]:
        """What is wrong with the page that is open, at each width; a picture of each is kept where pictures are."""
        found = []
        self.page.wait_for_load_state()
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            found += [f"{name} at {width}: {text}" for text in self.page.evaluate(_LOOKS)]
        for width in widths if SCREENS else ():  # afterwards, for to make a picture changes the page
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            self.keep(f"{name}-{width}")
        found += [f"{name}: {text}" for text in self.troubles]
        self.troubles.clear()
        return found

    def drag(self, place: str, *paths: Path) -> None:
        """Drag files or folders from outside onto what that selector names, as a person would with the mouse."""
        box = self.page.locator(place).bounding_box()
        assert box
        session = self.context.new_cdp_session(self.page)
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        where = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        for kind in ("dragEnter", "dragOver", "drop"):
            session.send("Input.dispatchDragEvent", {"type": kind, **where, "data": data})

    def keep(self, name: str, *, whole: bool = True) -> None:
        """A picture of the page that is open."""
        if SCREENS:
            Path(SCREENS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(SCREENS) / f"台-{name}.png"), full_page=whole)

    def film(self, name: str) -> None:
        """A picture of the README's film strip."""
        self.filmed.append(name)
        if SCREENS:
            Path(SCREENS).mkdir(parents=True, exist_ok=True)
            self.page.set_viewport_size({"width": film.WIDTH, "height": film.LOWEST})
            height = min(self.page.evaluate("document.documentElement.scrollHeight"), film.HIGHEST)
            part: FloatRect = {"x": 0, "y": 0, "width": film.WIDTH, "height": height}
            self.page.screenshot(path=str(Path(SCREENS) / film.file_name(name)), full_page=True, clip=part)

    def stops(self) -> list[dict[str, Any]]:
        """What Tab reaches on the page that is open, from its top, one after the other, until it begins anew."""
        self.page.evaluate(_TO_THE_TOP)
        found: list[dict[str, Any]] = []
        for _ in range(400):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(_FOCUSED)
            if stop is None or (found and stop["at"] == found[0]["at"]):
                return found
            assert not found or stop["at"] != found[-1]["at"], f"Tab does not leave {stop['text']}"
            found.append(stop)
        raise AssertionError("Tab never comes round")

    def type(self, text: str, then: str = "") -> None:
        """Type into what has the focus, and press a key."""
        self.page.keyboard.insert_text(text)
        if then:
            self.page.keyboard.press(then)

    def reach(self, text: str, then: str = "") -> None:
        """Go to what has that text (or name) by Tab alone, and press a key on it."""
        for _ in range(400):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(_FOCUSED)
            if stop is not None and text in stop["text"]:
                assert stop["inside"] and stop["ring"], f"nobody sees where the focus is: {stop}"
                if then:
                    self.page.keyboard.press(then)
                return
        raise AssertionError(f"Tab never reaches {text}: {self.text[:500]}")

    def wrong_by_keyboard(self, name: str) -> list[str]:
        """What the keyboard cannot do on the page that is open, or what nobody sees of it."""
        stops, reachable = self.stops(), self.page.evaluate(_REACHABLE)
        found = [f"{name}: focus not in the window: {one['text']}" for one in stops if not one["inside"]]
        found += [f"{name}: focus without a ring: {one['text']}" for one in stops if not one["ring"]]
        if len(stops) < reachable:
            found.append(f"{name}: Tab reaches {len(stops)} of {reachable}")
        return found

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.troubles.append(f"asks another computer: {request.url}")


@contextmanager
def visiting(browser: Browser, width: int = DESK, *, scripts: bool = True) -> Iterator[Visitor]:
    """A window, closed when the block ends."""
    visitor = Visitor(browser, width, scripts=scripts)
    try:
        yield visitor
    finally:
        visitor.context.close()


@contextmanager
def started_browser(program: str) -> Iterator[Browser]:
    """This Chromium, with nothing of what it does by itself."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
