"""Take the pictures of README.md and of this folder's README.md: python docs/gallery/take.py [STATE…].

Renders each state that is named (default: all) into a folder of its own. Paper needs pdftoppm of Poppler, Word files
need LibreOffice.
"""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from ipanalytics.cli import main as cli
from ipanalytics.core import project
from ipanalytics.publishing import browser

HERE = Path(__file__).parent
TOP, WIDTHS, HEIGHT = "h1", (1280, 390), 860
LIGHTS = "h2:has-text('目标进度')"
GAP, GROUND = 8, "#8a97a3"
# State: what is rendered, and pictures as (name, page, the widths side by side, what stands at the top).
STATES: dict[str, tuple[list[str], list[tuple[str, str, tuple[int, ...], str]]]] = {
    "full": ([], [
        ("index", "index", (1280,), TOP),
        ("province", "610000", WIDTHS, TOP),
        ("target", "610000", WIDTHS, "h2:has-text('逐项指标')"),
        ("heat", "610000", WIDTHS, "h2:has-text('各单元×各指标')"),
        ("table", "610800", WIDTHS, LIGHTS),
        ("region", "shaanbei", WIDTHS, TOP),
        ("unit", "610800", WIDTHS, TOP),
        ("tasks", "tasks", WIDTHS, TOP),
        ("quality", "data_quality", WIDTHS, TOP),
    ]),
    "september": (["陕西", "榆林", "--as-of", "2022-09"], [("september", "610000", WIDTHS, TOP)]),
    "january": (["陕西", "榆林", "--as-of", "2022-01"], [("january", "610800", WIDTHS, TOP)]),
    "county": (["府谷县"], [("county", "610822", WIDTHS, TOP)]),
    "english": (["陕西", "--lang", "en", "--as-of", "2022-09"], [("english", "610000", WIDTHS, TOP)]),
    "half": (["陕西", "榆林", "--as-of", "2022-06"], [("half", "610000", WIDTHS, TOP)]),
    "failed": (["榆林", "延安"], [("failed", "index", WIDTHS, TOP)]),
    "real": (["--real-only"], [
        ("published-province", "610000", WIDTHS, TOP),
        ("published-map", "610000", (1280,), "h3:has-text('每万人口发明专利授权')"),
        ("published-region", "guanzhong", WIDTHS, TOP),
        ("published-unit", "610800", WIDTHS, TOP),
        ("published-city", "610300", WIDTHS, TOP),
        ("published-none", "610403", WIDTHS, TOP),
    ]),
    "another": ([], [("another-province-empty", "index", WIDTHS, TOP)]),
    "targeted": (["甘肃", "河西"], [("another-province", "620000", WIDTHS, TOP)]),
    "hands": (["陕西", "榆林", "--lang", "zh,en"], [
        ("card", "610800", WIDTHS, LIGHTS),
        ("menu", "610800", WIDTHS, "h2:has-text('公布过的数字')"),
        ("filters", "610000", WIDTHS, LIGHTS),
        ("months", "610000", WIDTHS, TOP),
        ("languages", "en/610800", WIDTHS, TOP),
    ]),
    "paper": (["陕西", "榆林", "--pdf", "--word", "--brief", "--as-of", "2022-09"], []),
}  # fmt: skip
# What a reader does before a picture is taken.
ACTS: dict[str, Callable[[Page], object]] = {
    "card": lambda tab: tab.locator("table.lights button.about").first.click(),
    "menu": lambda tab: tab.locator("h2:has-text('公布过的数字') ~ button.take").first.click(),
    "filters": lambda tab: tab.locator("#lights ~ .filters input").first.check(),
    "months": lambda tab: tab.locator("#month").select_option("5"),
}


def shoot(chromium: Browser, page: Path, width: int, place: str, act: Callable[[Page], object]) -> bytes:
    """Open a page without network, scroll to a place, do what a reader does and return what is seen there."""
    tab = chromium.new_context(viewport={"width": width, "height": HEIGHT}, offline=True).new_page()
    tab.goto(page.as_uri() + "?beside=zh,en" * (page.parent.name == "en"))
    tab.wait_for_selector("html[data-ready], table.overview", state="attached")
    if place != TOP:
        tab.locator(place).first.evaluate("place => place.scrollIntoView()")
    act(tab)
    tab.wait_for_timeout(300)
    picture = tab.screenshot()
    tab.context.close()
    return picture


def beside(pictures: list[bytes], name: str, height: int = HEIGHT) -> None:
    """Save pictures side by side as one, of 256 colours."""
    parts = [Image.open(io.BytesIO(one)).convert("RGB") for one in pictures]
    parts = [part.resize((round(part.width * height / part.height), height)) for part in parts]
    whole = Image.new("RGB", (sum(part.width + GAP for part in parts) + GAP, height + 2 * GAP), GROUND)
    left = GAP
    for part in parts:
        whole.paste(part, (left, GAP))
        left += part.width + GAP
    whole.quantize(256, dither=Image.Dither.NONE).save(HERE / f"{name}.png", optimize=True)


def sheets(file: Path, folder: Path) -> list[bytes]:
    """Return the pages of a PDF or a Word file as pictures."""
    if file.suffix == ".docx":
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, file], check=True)  # noqa: S603, S607
        file = folder / f"{file.stem}.pdf"
    subprocess.run(["pdftoppm", "-r", "60", "-png", file, folder / file.stem], check=True)  # noqa: S603, S607
    return [page.read_bytes() for page in sorted(folder.glob(f"{file.stem}-*.png"))]


def lay_out_paper(folder: Path) -> None:
    """Save the printed report of 榆林, its Word file and the brief, page beside page."""
    for name, file in {"printed": "610800.pdf", "word": "610800.docx"}.items():
        with tempfile.TemporaryDirectory() as scratch:
            beside(sheets(folder / file, Path(scratch)), name, height=420)
    beside([(folder / "610800-brief.png").read_bytes()], "brief")


def half(home: Path) -> None:
    """Leave the bulletins of the first five months, and of the lists none."""
    path = home / "data" / "sources" / "synthetic.yaml"
    sidecar = yaml.safe_load(path.read_text(encoding="utf-8"))
    kept = ("population", "milestones", *(f"bulletin_2022-0{month}" for month in range(1, 6)))
    for name in [name for name in sidecar["files"] if not name.startswith(kept)]:
        del sidecar["files"][name]
        (home / "data" / "synthetic" / name).unlink()
    path.write_text(yaml.safe_dump(sidecar, allow_unicode=True, sort_keys=False), encoding="utf-8")


def failing(home: Path) -> None:
    """Let a section of 榆林's report fail."""
    path = home / "notebooks" / "area_report.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if "draw_heat" in "".join(cell["source"]))
    cell["source"] = [f"assert place != '610800', 'an example of a section that fails'\n{''.join(cell['source'])}"]
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


SPOILT: dict[str, Callable[[Path], None]] = {"half": half, "failed": failing}


def another(home: Path) -> None:
    """Lay out 甘肃 as it is before anything is filled in."""
    cli.main(["init", str(home), "--province", "甘肃"])


def targeted(home: Path) -> None:
    """Fill in what docs/another-province.md shows: regions, a target and a table."""
    another(home)
    text = (HERE.parent / "another-province.md").read_text(encoding="utf-8")
    (regions, table), (guide,) = (re.findall(rf"(?ms)^```{kind}\n(.*?)^```$", text) for kind in ("csv", "yaml"))
    lines = {line.split(",")[0]: line for line in regions.splitlines()[1:]}
    path = home / "data" / "divisions" / "divisions.csv"
    kept = [row for row in path.read_text(encoding="utf-8").splitlines() if row.split(",")[0] not in lines]
    path.write_text("\n".join([*kept, *lines.values(), ""]), encoding="utf-8")
    (home / "data" / "catalogue" / "targets" / "2023.yaml").write_text(guide, encoding="utf-8")
    (home / "stock.csv").write_text(table, encoding="utf-8")
    os.environ["IPANALYTICS_HOME"] = str(home)
    cli.main(["add", str(home / "stock.csv"), "--yes"])


LAID_OUT: dict[str, Callable[[Path], None]] = {"another": another, "targeted": targeted}


def rendered(states: list[str]) -> Iterator[tuple[str, Path]]:
    """Render the states one after the other, each into a folder that is gone afterwards."""
    source = project.home()
    for state in states:
        with tempfile.TemporaryDirectory() as scratch:
            home = Path(scratch)
            if state in LAID_OUT:
                LAID_OUT[state](home)
            if state in SPOILT:
                for folder in ("data", "maps", "notebooks"):
                    shutil.copytree(source / folder, home / folder)
                SPOILT[state](home)
            os.environ["IPANALYTICS_HOME"] = str(home if state in {*SPOILT, *LAID_OUT} else source)
            cli.main(["render", *STATES[state][0], "--out", str(home / "pages")])
            yield state, home / "pages"


def main() -> None:
    """Take the pictures of the states that are named, by default of all."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=browser.require(), args=browser.SWITCHES)
        for state, folder in rendered(sys.argv[1:] or list(STATES)):
            for name, page, widths, place in STATES[state][1]:
                act = ACTS.get(name, lambda _: None)
                beside([shoot(chromium, folder / f"{page}.html", width, place, act) for width in widths], name)
            if state == "paper":
                lay_out_paper(folder)
        chromium.close()


if __name__ == "__main__":
    main()
