"""The card of an indicator: what it counts, and where its last figure comes from, when that came and the next will.

Nothing is guessed: when a publication came is what its sidecar says, when the next comes follows from
data/catalogue/releases.csv, and where neither says it, the card says so.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ipanalytics.catalogue import indicators, sources
from ipanalytics.catalogue.indicators import Indicator
from ipanalytics.core import i18n, periods
from ipanalytics.core.i18n import join, quote, say
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import Assessment, Row
from ipanalytics.report import citations, formatting
from ipanalytics.report.citations import Key
from ipanalytics.report.markup import Part


def cards(assessment: Assessment, rows: Iterable[Row]) -> list[Part]:
    """Return the cards of rows of the progress table, in their order."""
    cite, origin_of = citations.citer(assessment.table), citations.origins(assessment.table)
    return [_card(row, assessment, cite, origin_of) for row in rows]


def _card(row: Row, assessment: Assessment, cite: citations.Cited, origin_of: dict[Key, Any]) -> Part:
    item = indicators.indicator(row["indicator"])
    last = _last(row[progress.USED], item, assessment.target(row["target"]).comparator)
    counted = [_counted(key, item, origin_of) for key in last if key in origin_of]
    ids = sorted({id_ for key in counted for id_ in origin_of[key][0].split(sources.SEPARATOR)})
    end = periods.parse(last[0][2]).end if last else None
    facts = {
        say("定义"): _in_words(item.definition),
        say("单位"): say("1为是，0为否") if item.unit == indicators.YES_NO else _in_words(item.unit),
        say("最近一期数的来源"): _cited(last, cite) or formatting.no_data(),
        say("最近公布或报送"): last_release(ids),
        say("下次公布"): next_release(ids, end, item),
    }
    named = [{"name": name, "text": text} for name, text in facts.items()]
    return {"id": f"about-{row['target']}", "name": item.name, "facts": named}


def _last(used: Sequence[Key], item: Indicator, comparator: str) -> list[Key]:
    """Return which of the figures behind a row are its indicator's newest."""
    own = [key for key in used if key[1] in (item.id, item.numerator) and key[0] != comparator]
    ends = {key: periods.parse(key[2]).end for key in own}
    return [key for key in own if ends[key] == max(ends.values())]


def _counted(key: Key, item: Indicator, origin_of: dict[Key, Any]) -> Key:
    """Return what a rate was made of, if that is a figure too: the population is another publication's."""
    numerator = (key[0], item.numerator, key[2])
    return numerator if numerator in origin_of else key


def _cited(keys: Sequence[Key], cite: citations.Cited) -> str:
    """Say where a figure stands; of several the first, and how many there are."""
    more = [say("等{count}处", count=len(keys))] if len(keys) > 1 else []
    return join("；", [*filter(None, [cite(keys[:1])]), *more])


def _in_words(text: str) -> str:
    """Return words of the catalogue; an entry that came without its English is quoted."""
    return say(text) if not i18n.is_english() or text in i18n.english() else quote(text)


def last_release(ids: Sequence[str]) -> str:
    """Say when the last of some publications came."""
    known = sources.load()
    dates = [known[id_].published for id_ in ids if id_ in known]
    newest = max(filter(None, dates), key=lambda text: periods.parse(text).end, default="")
    return formatting.period(newest) if newest else say("未载明")


def next_release(ids: Sequence[str], end: date | None, item: Indicator) -> str:
    """Say when all publications are expected that have the figure after the one that ends then."""
    expected = [sources.next_release(id_, end) for id_ in ids] if end else []
    if expected and all(expected):
        return say("预计{when}", when=formatting.period(max(expected, key=lambda text: periods.parse(text).end)))
    return say("每年一次，日期未载明") if item.is_yearly else say("未载明")
