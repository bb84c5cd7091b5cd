"""An installed browser prints pages to PDF and takes pictures of figures; the PDF's text can be searched."""

import os
import re
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ipanalytics.core import files, i18n, threads
from ipanalytics.core.errors import ReportError, listed
from ipanalytics.ingestion.text import normalise
from ipanalytics.publishing.document import opening_of
from ipanalytics.report import markup

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Error, Page, Request, Route

Result = TypeVar("Result")
VARIABLE = "IPANALYTICS_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LOCAL = ("file:", "data:", "blob:")
SECONDS = 120
# A4 less the margins, which are those of print.css, in CSS pixels.
PAPER = {"width": 688, "height": 1002}
EDGES = ("16mm", "14mm")
SCREEN = {"width": 1000, "height": 900}
# With so many dots to a pixel a picture is 1080 wide.
TELEPHONE, FINE = {"width": 432, "height": 800}, 2.5
# Those outside every fold.
OPEN_FIGURES = ":is(figure .plot, svg.province, svg.by-county):not(details *)"
OBJECT = rb"\n%d 0 obj\n<<[^>]*?/Length (\d+)[^>]*>>\s*stream\r?\n"
LINE = re.compile(r"^<([0-9A-F]+)> (?:<([0-9A-F]+)> )?<([0-9A-F]{4})>$", re.MULTILINE)


def find() -> str:
    """Return the path of the browser that $IPANALYTICS_BROWSER names, else of one on PATH or in its usual place."""
    named = os.environ.get(VARIABLE)
    return next(filter(None, map(shutil.which, [named] if named else [*NAMES, *PLACES])), "")


def is_there() -> bool:
    """Say whether pages can be printed and pictured here."""
    return bool(find()) and find_spec("playwright") is not None


def missing() -> str:
    """Say what was looked for where no browser was found."""
    if named := os.environ.get(VARIABLE):
        return f"no browser found: ${VARIABLE} is {named!r}, which isn't a program"
    return f"no browser found: tried {', '.join(NAMES)} on PATH and ${VARIABLE}"


def require() -> str:
    """Return the path of the browser.

    Raises
    ------
    ReportError
        Says what is missing, the browser or playwright, and what to install.
    """
    faults = []
    if not (program := find()):
        faults.append(f"{missing()}; install Chromium, Chrome or Edge, or let ${VARIABLE} name one")
    if find_spec("playwright") is None:
        faults.append('playwright is not installed; python -m pip install -c constraints.txt -e ".[print]"')
    if faults:
        raise ReportError(listed("--pdf and --word need a browser and playwright:", faults))
    return program


def print_pdf(pages: Iterable[Path], *, workers: int = 1) -> list[Path]:
    """Print each page on A4 into a .pdf beside it, title above, page numbers below; return these in the pages' order.

    Raises
    ------
    ReportError
        Lists the pages that could not be printed; the others are.
    """
    ordered = list(pages)

    def keep(tab: "Page", page: Path) -> None:
        files.write_atomically(page.with_suffix(".pdf"), _print(tab, page))

    _refuse_faults(_visited(ordered, keep, PAPER, workers=workers), "could not be printed")
    return [page.with_suffix(".pdf") for page in ordered]


def pictures(page: Path) -> list[bytes]:
    """Return a PNG of each figure in the order of the page, twice as fine as on a screen.

    Raises
    ------
    ReportError
        When the page's figures weren't drawn.
    """
    [taken] = _visited([page], _photograph, SCREEN).values()
    if isinstance(taken, ReportError):
        raise taken
    return taken


def picture_whole(pages: Iterable[Path], *, workers: int = 1) -> None:
    """Take a picture of each whole page into a .png beside it, as a telephone shows it, 1080 pixels wide.

    Raises
    ------
    ReportError
        Lists the pages of which none could be taken; of the others there is one.
    """

    def keep(tab: "Page", page: Path) -> None:
        files.write_atomically(page.with_suffix(".png"), tab.screenshot(full_page=True))

    _refuse_faults(_visited(pages, keep, TELEPHONE, fine=FINE, workers=workers), "could not be pictured")


def _refuse_faults(visited: Mapping[Path, object], told: str) -> None:
    if faults := [str(fault) for fault in visited.values() if isinstance(fault, ReportError)]:
        raise ReportError(listed(f"{len(faults)} page(s) {told}:", faults))


def _visited(
    pages: Iterable[Path], work: Callable[["Page", Path], Result], size: dict[str, int], *, fine: float = 2,
    workers: int = 1,
) -> dict[Path, Result | ReportError]:  # fmt: skip
    """Open pages and do something with each; return what came of it, or the fault.

    A thread has one browser and one tab for all that it opens, which take a second to start, and others where those
    ended; after a fault the next page has a tab of its own.
    """
    from playwright.sync_api import Error

    ordered, visited = list(pages), dict[Path, Result | ReportError]()
    # Threads may take from it at once.
    waiting = iter(ordered)

    def visit(_: int) -> None:
        while (page := next(waiting, None)) is not None:
            try:
                with _started() as browser:
                    while page is not None:
                        with _tab(browser, size, fine) as tab:
                            is_well = True
                            while page is not None and is_well:
                                visited[page] = _attempt(tab, page, work)
                                is_well = not isinstance(visited[page], ReportError)
                                page = next(waiting, None) if browser.is_connected() else None
            except Error as fault:
                if page is not None:
                    visited[page] = _failed(page, fault)

    try:
        for _, ended in threads.each(visit, range(min(workers, len(ordered))), workers=max(workers, 1)):
            ended.result()
    finally:
        # Who asked to end waits for the pages that are open, not for the others.
        list(waiting)
    return visited


@contextmanager
def _started() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=require(), args=SWITCHES)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def _tab(browser: "Browser", size: dict[str, int], fine: float) -> Iterator["Page"]:
    """Open a tab that reads nothing but files here."""
    from playwright.sync_api import ViewportSize

    viewport = ViewportSize(width=size["width"], height=size["height"])
    with closing(browser.new_context(viewport=viewport, device_scale_factor=fine, offline=True)) as context:
        context.set_default_timeout(SECONDS * 1000)
        context.route("**/*", _refuse_network)
        yield context.new_page()


def _attempt(tab: "Page", page: Path, work: Callable[["Page", Path], Result]) -> Result | ReportError:
    """Open a page in a tab and do something with it."""
    from playwright.sync_api import Error

    try:
        _open(tab, page)
        return work(tab, page)
    except Error as fault:
        return _failed(page, fault)
    except ReportError as fault:
        return fault


def _failed(page: Path, fault: "Error") -> ReportError:
    return ReportError(f"{page}: the browser failed: {fault.message.splitlines()[0]}")


def _open(tab: "Page", page: Path) -> None:
    # The page before may have been printed.
    tab.emulate_media(media="screen")
    tab.goto(page.resolve().as_uri())
    drawn, expected = tab.get_attribute("html", "data-drawn"), tab.locator(".plot").count()
    if drawn != str(expected):
        msg = f"{page}: its figures were not drawn: {drawn} of {expected}"
        raise ReportError(msg)


def _refuse_network(route: "Route", request: "Request") -> None:
    if request.url.startswith(LOCAL):
        route.continue_()
    else:
        route.abort()


def _print(tab: "Page", page: Path) -> bytes:
    from playwright.sync_api import PdfMargins

    tab.emulate_media(media="print")
    tab.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    running = partial(
        markup.render, "running.html.j2", "publishing", language=i18n.tag(), mark=opening_of(page)["mark"]
    )
    printed = tab.pdf(
        format="A4",
        margin=PdfMargins(top=EDGES[0], bottom=EDGES[0], left=EDGES[1], right=EDGES[1]),
        print_background=True,
        display_header_footer=True,
        header_template=running(is_foot=False),
        footer_template=running(is_foot=True),
        outline=True,
        tagged=True,
    )
    return searchable(printed)


def _photograph(tab: "Page", _: Path) -> list[bytes]:
    return [place.screenshot() for place in tab.locator(OPEN_FIGURES).all()]


def searchable(pdf: bytes) -> bytes:
    """Return a PDF of Chromium whose text has characters where it had radicals.

    Parameters
    ----------
    pdf
        With a table of objects that is not compressed, as Chromium writes it; another is
        returned as it is.
    """
    changed = dict(_changed(pdf))
    tail = re.search(rb"trailer\s*<<(.*)>>\s*startxref\s+(\d+)\s+%%EOF\s*$", pdf, re.DOTALL)
    if not changed or not tail:
        return pdf
    whole, places = bytearray(pdf), {}
    for number, table in changed.items():
        places[number] = len(whole)
        packed = zlib.compress(table.encode("latin-1"), 9)
        head = b"%d 0 obj\n<</Filter /FlateDecode\n/Length %d>> stream\n" % (number, len(packed))
        whole += head + packed + b"\nendstream\nendobj\n"
    start = len(whole)
    entries = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items()))
    end = b"trailer\n<<%s\n/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (tail[1], tail[2], start)
    return bytes(whole + b"xref\n" + entries + end)


def _changed(pdf: bytes) -> Iterator[tuple[int, str]]:
    """Yield number and text of each table that names radicals, mended."""
    for number in sorted({int(number) for number in re.findall(rb"/ToUnicode (\d+) 0 R", pdf)}):
        if place := re.search(OBJECT % number, pdf):
            table = zlib.decompress(pdf[place.end() : place.end() + int(place[1])]).decode("latin-1")
            if (better := LINE.sub(_line, table)) != table:
                yield number, better


def _line(line: re.Match[str]) -> str:
    """Return an entry of one shape, or of a run of shapes, with characters instead of radicals."""
    first, last, text = line.groups()
    count = int(last, 16) - int(first, 16) + 1 if last else 1
    texts = [chr(int(text, 16) + step) for step in range(count)]
    if [normalise.mended(text) for text in texts] == texts:
        return line[0]
    codes = "".join(f"<{ord(normalise.mended(text)):04X}>" for text in texts)
    return f"<{first}> <{last}> [{codes}]" if last else f"<{first}> {codes}"
