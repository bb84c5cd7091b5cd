"""Where figures stand: one in publication, file, sheet and cell; all of an exhibit in a line of publications."""

import re
from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import Any

import pandas as pd

from ipanalytics.catalogue import sources
from ipanalytics.core.i18n import HAN, capital, current, is_english, join, plain, quote, say
from ipanalytics.observations.table import by_table, keys_of
from ipanalytics.report import formatting

Key = tuple[str, str, str]
Cited = Callable[[Iterable[Key]], str]
MOST_NAMED = 3
EDITION = r"(.*年鉴|.*Yearbook.* )(\d{4})(》?)"
LINES, EXTRA = {"zh": 30, "en": 60}, "<extra></extra>"


def citer(table: pd.DataFrame, *, bare: bool = False) -> Cited:
    """Return a function that says where observations stand, named by (area, indicator, period).

    Parameters
    ----------
    table
        Observations, one row a key.
    bare
        For a place that can't mark words of a source as such: an English text then leaves out what is Chinese.
    """
    origin_of = origins(table)
    publications: dict[str, str] = {}

    def line(key: Key) -> str:
        source, cell = origin_of[key]
        ids = source.split(sources.SEPARATOR)[:MOST_NAMED]
        publications.update({id_: _publication(id_, bare=bare) for id_ in ids if id_ not in publications})
        place = formatting.origin(cell)
        places = [] if bare and is_english() and HAN.search(place) else [place]
        where = join("，", [*(publications[id_] for id_ in ids), *places])
        return capital(say("{name}：{what}", name=formatting.period(key[2], key[1]), what=where))

    def cited(keys: Iterable[Key]) -> str:
        lines = list(dict.fromkeys(line(key) for key in dict.fromkeys(keys) if key in origin_of))
        more = [say("等{count}处", count=len(lines))] if len(lines) > MOST_NAMED else []
        return join("；", [*lines[:MOST_NAMED], *more])

    return cited


@by_table
def origins(table: pd.DataFrame) -> dict[Key, tuple[str, str]]:
    """Return sources and cell of each observation by its key."""
    return dict(zip(keys_of(table), zip(table["source"], table["cell"], strict=True), strict=True))


def _publication(id_: str, *, bare: bool) -> str:
    """Word a publication with the file that holds its figures."""
    files = sources.files()
    if id_ not in files:
        return id_
    return sources.cite(id_, plain=bare) + say("（{text}）", text=files[id_] if bare else quote(files[id_]))


def cite_points(trace: Any, rows: pd.DataFrame, keys: Iterable[Key]) -> Any:  # noqa: ANN401
    """Return a plotly trace each of whose points says where its figure stands when it is touched.

    The hover template ends in <extra></extra>; `keys` are those of the points, in their order.
    """
    return cite_with(trace, citer(rows, bare=True), keys)


def cite_with(trace: Any, cited: Cited, keys: Iterable[Key | None]) -> Any:  # noqa: ANN401
    """Return a plotly trace as `cite_points` does, with what `citer` returned; a point without a key says nothing."""
    lines = ["<br>".join(wrap(plain(cited([key] if key else [])), LINES[current()])) for key in keys]
    return trace.update(hovertext=lines, hovertemplate=trace.hovertemplate.replace(EXTRA, f"<br>%{{hovertext}}{EXTRA}"))


def source_line(evidence: pd.DataFrame) -> str:
    """Cite every publication behind the evidence, one that nobody described by its id, and say what was computed."""
    if evidence.empty:
        return say("来源：没有找到公布的数字，没有估算。")
    by_id, ids = sources.load(), sources.ids_of(evidence["source"])
    cited = shortened(collapsed(sources.cite(id_) if id_ in by_id else quote(id_) for id_ in ids))
    computed = [say("部分数字由公布数计算")] if evidence["status"].eq("derived").any() else []
    return say("来源：{cited}。", cited=join("；", [*cited, *computed]))


def collapsed(citations: Iterable[str]) -> list[str]:
    """Name many tables of demonstration data once, with their number; the list of sources has them all."""
    texts = list(citations)
    published = [text for text in texts if formatting.SYNTHETIC not in text]
    made_up = len(texts) - len(published)
    return texts if made_up <= 1 else [*published, say("演示数据（生成器，{count}份表）", count=made_up)]


def cited_shortly(source: str) -> str:
    """Cite the first publication of a text of the column `source`; demonstration data among them is called that."""
    if not source:
        return formatting.no_data()
    sidecars, ids = sources.load(), source.split(sources.SEPARATOR)
    if any(sidecars[id_].seen == "generated" for id_ in ids if id_ in sidecars):
        return formatting.synthetic()
    return sources.cite(ids[0], plain=True) if ids[0] in sidecars else ids[0]


def shortened(citations: Iterable[str]) -> list[str]:
    """Join the editions of one yearbook: 《中国科技统计年鉴2011》 … → 《中国科技统计年鉴》2011—2024."""
    editions: dict[str, list[str]] = {}
    for text in dict.fromkeys(citations):
        edition = re.fullmatch(EDITION, text)
        stem, year = (edition[1] + edition[3], edition[2]) if edition else (text, "")
        editions.setdefault(stem, []).append(year)
    return [stem + _span(sorted(filter(None, years))) for stem, years in editions.items()]


def _span(years: list[str]) -> str:
    if not years:
        return ""
    unbroken = len(years) > 2 and int(years[-1]) - int(years[0]) == len(years) - 1
    return say("{first}—{last}", first=years[0], last=years[-1]) if unbroken else join("、", years)
