"""Build the site of the documentation into build/site: pages from docs/, and others made of what they describe.

What is made: the start from both READMEs, the tutorial from its notebook, the picture of the rooms from the imports,
the data dictionary from the catalogue, the reference from the docstrings. A link that leads nowhere fails the build;
one to a file of the repository that is no page becomes its path. Nothing is asked of the network.
"""

import ast
import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import rooms
import yaml

from ipanalytics.catalogue import indicators, sources
from ipanalytics.ingestion import pipeline

HOME = Path(__file__).parents[1]
PAGES, SITE, CONFIG = HOME / "build" / "docs", HOME / "build" / "site", HOME / "build" / "mkdocs.yml"
# Title by file; where there is one language only the title says so. A file that isn't there yet has no entry.
NAV = {
    "Start 开始": {"English": "start.md", "中文": "start.zh-CN.md"},
    "Tutorial 教程": {"中文（仅中文）": "tutorial.zh-CN.md"},
    "Add a table 加入一张表": {
        "English": "add-a-table.md", "中文": "add-a-table.zh-CN.md", "填报说明": "clerk.zh-CN.md",
        "How a table is read": "reading-tables.md", "一张表是怎样读的": "reading-tables.zh-CN.md",
        "Lists of patents": "records.md", "一件件专利": "records.zh-CN.md",
    },
    "The office's year 一年的工作": {"English": "round.md", "中文": "round.zh-CN.md"},
    "Next year's guide 下一年的指引": {"English": "next-year.md", "中文": "next-year.zh-CN.md"},
    "Another province 别的省": {"English": "another-province.md", "中文": "another-province.zh-CN.md"},
    "Exploring 探索": {"English": "exploring.md", "中文": "exploring.zh-CN.md"},
    "Method 方法": {
        "方法（仅中文）": "methodology.md", "What figures mean": "figures.md", "数字的含义": "figures.zh-CN.md",
    },
    "Architecture 结构": {"English only": "architecture.md"},
    "Data dictionary 数据字典": {"中文 · English": "dictionary.md"},
    "Cluster 集群": {"English，附中文摘要": "cluster.md"},
    "Performance 性能": {"English": "performance.md"},
    "Reliability 可靠性": {"中文 · English": "reliability.md"},
    "Licences 许可证": {"English only": "licences.md"},
    "Gallery 图样": {"English only": "gallery/README.md"},
}  # fmt: skip
STARTS = {"start.md": "README.md", "start.zh-CN.md": "README.zh-CN.md"}
LINK = re.compile(r"(!?\[[^\]]*\])\(([^)#\s]+)(#[^)\s]*)?\)")
WIDTH, ROW, BOX = 760, 92, (300, 44)
KINDS = {"stock": "存量 stock", "flow": "流量 flow", "rate": "比率 rate", "event": "事件 event"}


def main() -> None:
    """Write the pages, then build them; the exit code is mkdocs'."""
    shutil.rmtree(PAGES, ignore_errors=True)
    shutil.copytree(HOME / "docs", PAGES, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for page, source in STARTS.items():
        write(page, (HOME / source).read_text(encoding="utf-8"))
    write("tutorial.zh-CN.md", tutorial())
    write("rooms.svg", drawn_rooms())
    write("architecture.md", architecture())
    write("dictionary.md", dictionary())
    modules = reference()
    for room, text in modules.items():
        write(f"reference/{room}.md", text)
    for page in sorted(PAGES.rglob("*.md")):
        page.write_text(linked(page), encoding="utf-8")
    shutil.copy(PAGES / "start.md", PAGES / "index.md")
    nav = [{title: [{name: file} for name, file in files.items()]} for title, files in there().items()]
    nav.append({"Reference 参考": [{room: f"reference/{room}.md"} for room in modules]})
    CONFIG.write_text(yaml.safe_dump({**SETTINGS, "nav": nav}, allow_unicode=True, sort_keys=False), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", CONFIG]
    # mkdocs-material prints an advertisement else.
    sys.exit(subprocess.run(command, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=False).returncode)


def write(name: str, text: str) -> None:
    """Write a page."""
    (PAGES / name).parent.mkdir(parents=True, exist_ok=True)
    (PAGES / name).write_text(text, encoding="utf-8")


def there() -> dict[str, dict[str, str]]:
    """Return the navigation without what isn't written."""
    kept = {
        title: {name: file for name, file in files.items() if (PAGES / file).is_file()} for title, files in NAV.items()
    }
    return {title: files for title, files in kept.items() if files}


def linked(page: Path) -> str:
    """Return a page whose links lead to pages, or name a file of the repository."""
    source = HOME / STARTS.get(page.name, f"docs/{page.relative_to(PAGES)}")

    def lead(match: re.Match[str]) -> str:
        shown, target, anchor = match[1], match[2], match[3] or ""
        if re.match(r"\w+:", target) or (page.parent / target).is_file():
            return match[0]
        inside = (source.parent / target).resolve()
        starts = {HOME / file: name for name, file in STARTS.items()}
        if inside in starts or (inside.is_relative_to(HOME / "docs") and inside.is_file()):
            there = PAGES / starts[inside] if inside in starts else PAGES / inside.relative_to(HOME / "docs")
            return f"{shown}({os.path.relpath(there, page.parent)}{anchor})"
        # mkdocs names what leads nowhere.
        return f"{shown.strip('[]!')} (`{inside.relative_to(HOME)}`)" if inside.exists() else match[0]

    return LINK.sub(lead, page.read_text(encoding="utf-8"))


def tutorial() -> str:
    """Return the tutorial notebook as prose and code; tests/system/test_notebooks.py runs it."""
    cells = json.loads((HOME / "notebooks" / "tutorial.ipynb").read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells]
    parts = [
        text if cell["cell_type"] == "markdown" else f"```python\n{text}\n```"
        for cell, text in zip(cells, texts, strict=True)
    ]
    return "\n\n".join([*parts, "在 JupyterLab 里打开 `notebooks/tutorial.ipynb` 就能边读边运行。"]) + "\n"


def architecture() -> str:
    """Return the picture of the rooms and CONTRIBUTING's tables."""
    text = (HOME / "CONTRIBUTING.md").read_text(encoding="utf-8")
    before, _, rest = text.partition("```mermaid")
    picture = "![The twelve rooms, and what flows between them](rooms.svg)"
    return f"{before.replace('# Contributing', '# Architecture')}{picture}{rest.partition('```')[2]}"


def drawn_rooms() -> str:
    """Return the rooms as a drawing: from what knows no statistics down to the commands."""
    order, users = rooms.graph()
    rank: dict[str, int] = {}
    for room in order:
        rank[room] = max((rank[below] + 1 for below in rank if room in users[below]), default=0)
    rows = {number: [room for room in order if rank[room] == number] for number in sorted(set(rank.values()))}
    at = {
        room: (WIDTH * (2 * place + 1) / (2 * len(row)), 30 + number * ROW)
        for number, row in rows.items() for place, room in enumerate(row)
    }  # fmt: skip
    lines = [
        line(at[room], at[user], rooms.out_of(room)) for room in order for user in sorted(rooms.direct(room, users))
    ]
    boxes = [box(room, *at[room]) for room in order]
    size = f'viewBox="0 0 {WIDTH} {len(rows) * ROW + 20}" width="{WIDTH}"'
    style = "<style>text{font:13px sans-serif;text-anchor:middle}.what{font-size:10px;fill:#52606d}</style>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{style}{"".join([*lines, *boxes])}</svg>'


def box(room: str, x: float, y: float) -> str:
    """Return a room with its name and what it is."""
    width, height = BOX
    what = html.escape(rooms.summary(room).partition(":")[0][:58])
    shape = (
        f'<rect x="{x - width / 2}" y="{y}" width="{width}" height="{height}" rx="6" fill="#f4f7fb" stroke="#1f4e79"/>'
    )
    name = f'<text x="{x}" y="{y + 19}" font-weight="bold">{room}</text>'
    return f'{shape}{name}<text class="what" x="{x}" y="{y + 35}">{what}</text>'


def line(start: tuple[float, float], end: tuple[float, float], what: str) -> str:
    """Return an arrow from a room to one that uses it, which says what flows."""
    (x1, y1), (x2, y2) = (start[0], start[1] + BOX[1]), end
    side = 0 if y2 - y1 < ROW else (-1 if x1 <= x2 else 1) * (BOX[0] / 2 + 60)
    curve = f"M{x1} {y1}C{x1 + side} {y1 + 40} {x2 + side} {y2 - 40} {x2} {y2}"
    tip = f"M{x2 - 5} {y2 - 7}L{x2} {y2}L{x2 + 5} {y2 - 7}"
    return f'<path d="{curve}{tip}" fill="none" stroke="#7b8794"><title>{html.escape(what)}</title></path>'


def dictionary() -> str:
    """Return what each indicator means, and what is known of it."""
    known = pipeline.load_every()
    published = known[known["status"] != "synthetic"].groupby("indicator")["period"]
    spans = {id_: f"{min(periods)[:4]}–{max(periods)[:4]}, {len(periods):,}" for id_, periods in published}
    rows = [
        f"| `{id_}` | {item.name} | {item.english} | {item.unit} | {KINDS[item.kind]} | "
        f"{'' if item.assessable else '只作背景 background only. '}{item.definition} | {spans.get(id_, '—')} |"
        for id_, item in indicators.indicators().items()
    ]  # fmt: skip
    return "\n".join(
        [
            "# 数据字典 Data dictionary", "",
            "由`data/catalogue/indicators.yaml`和各数据表生成。Made of the catalogue and of the figures.", "",
            f"观测表各列 columns of the one table: {', '.join(f'`{name}`' for name in known.columns)}; "
            f"{len(sources.load()):,} publications 出版物.", "",
            "| id | 指标 | indicator | 单位 unit | 类 kind | 含义 definition | 公布的年份，个数 published |",
            "| --- | --- | --- | --- | --- | --- | --- |", *rows, "",
        ]
    )  # fmt: skip


def reference() -> dict[str, str]:
    """Return a page a room: its modules, what they offer and what it does, in the words of their docstrings."""
    return {
        room: f"# {room}\n\n{rooms.docstring(room)}\n\n" + "".join(map(module, files(room))) for room in rooms.names()
    }


def files(room: str) -> list[Path]:
    """Return a room's modules."""
    return [path for path in sorted((rooms.PACKAGE / room).rglob("*.py")) if path.name != "__init__.py"]


def module(path: Path) -> str:
    """Return a module's public functions and classes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(HOME).with_suffix("").as_posix().replace("/", ".")
    public = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    return f"## {name}\n\n{ast.get_docstring(tree)}\n\n" + "".join(map(described, public))


def described(node: ast.FunctionDef | ast.ClassDef) -> str:
    """Return a function or class as it is called, and its docstring."""
    if isinstance(node, ast.ClassDef):
        head = f"class {node.name}"
    else:
        returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
        head = f"{node.name}({ast.unparse(node.args)}){returns}"
    return f"### {node.name}\n\n```python\n{head}\n```\n\n```text\n{ast.get_docstring(node) or ''}\n```\n\n"


SETTINGS = {
    "site_name": "ipanalytics", "docs_dir": str(PAGES), "site_dir": str(SITE), "use_directory_urls": False,
    # No fonts from outside.
    "theme": {"name": "material", "font": False, "features": ["navigation.sections"]},
    "plugins": [{"search": {"lang": ["en", "zh"]}}],
    "markdown_extensions": ["tables", "pymdownx.superfences", {"pymdownx.highlight": {"use_pygments": True}}, "toc"],
    "validation": {"links": {"not_found": "warn", "anchors": "warn", "unrecognized_links": "warn"}},
}  # fmt: skip


if __name__ == "__main__":
    main()
