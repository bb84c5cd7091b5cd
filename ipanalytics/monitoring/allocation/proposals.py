"""A target of the province shared out among its units in whole numbers, as own targets for them to talk over.

Nothing here is official: what a unit agrees to becomes its own target, see `promises`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.core.yaml_schema import as_yaml
from ipanalytics.monitoring.allocation.shares import baselines, largest_remainder, members_asked, people_before
from ipanalytics.monitoring.series import CLOSE, DataPoint, Key, SeriesBook
from ipanalytics.monitoring.targets import Target

METHODS = ("population", "baseline", "gap")
COUNTED = ("level", "flow")
CARRIED = ("baseline_period", "deadline")


@dataclass(frozen=True)
class Proposal:
    """Shares of a target by unit, and the figures that they were made from: residents, what was reached before."""

    target: Target
    by: str
    shares: Mapping[str, float]
    people: Mapping[str, DataPoint]
    before: Mapping[str, DataPoint]

    @property
    def used(self) -> tuple[Key, ...]:
        """The keys of the observations behind the shares."""
        return tuple(key for points in (self.people, self.before) for point in points.values() for key in point.used)


def obstacle(target: Target) -> str:
    """Say why a target can't be shared out among units; "" where it can."""
    item = indicators.indicator(target.indicator)
    if target.area != places.province():
        return f"it is {places.name_of(target.area)}'s own; only a target of the province is shared out"
    if target.kind in ("coverage", "milestone"):
        return f"{target.indicator} is a yes or no, of which there are no shares"
    if target.kind not in COUNTED:
        return f"a {target.kind} target asks the same of every unit, there is nothing to share out"
    if item.kind == "rate" or not item.additive:
        return f"{target.indicator} ({item.unit}) is a rate: units' rates don't add up to the province's"
    if target.is_lower_better:
        return "it asks for less, of which there are no shares"
    return "" if units_asked(target) else "it is asked of no unit"


def units_asked(target: Target) -> list[str]:
    """Return the units that a target of the province is asked of."""
    return [code for code in members_asked(target) if places.level_of(code) == "unit"]


def propose(target: Target, book: SeriesBook, by: str) -> Proposal:
    """Share a target out: by residents, by what each had the year before, or by how far each lies behind.

    `gap`: each unit keeps what it had the year before, and what the province's target asks beyond that goes to the
    units that had less than their share by residents, by how much less.

    Raises
    ------
    CatalogueError
        Says why the target can't be shared out, or which units lack the figure that it needs.
    """
    if fault := obstacle(target):
        msg = f"{target.id} can't be split: {fault}"
        raise CatalogueError(msg)
    codes = units_asked(target)
    people = _needed(target, people_before(book, codes, target.year), codes, "residents") if by != "baseline" else {}
    before = _needed(target, baselines(book, codes, target), codes, "figures") if by != "population" else {}
    shares = SHARES[by](target, _values(people), _values(before))
    return Proposal(target, by, shares, people, before)


def _needed(target: Target, points: dict[str, DataPoint], codes: list[str], what: str) -> dict[str, DataPoint]:
    lacking = [code for code in codes if code not in points]
    if lacking:
        names = [f"{code} {places.name_of(code)}" for code in lacking]
        raise CatalogueError(listed(f"{target.id} can't be split: {what} of {target.year - 1} are unknown of:", names))
    return points


def _values(points: Mapping[str, DataPoint]) -> dict[str, float]:
    return {code: point.value for code, point in points.items()}


def _by_weight(target: Target, weights: Mapping[str, float]) -> dict[str, float]:
    if not sum(weights.values()):
        msg = f"{target.id} can't be split: what it would be shared out by is 0 in every unit"
        raise CatalogueError(msg)
    return largest_remainder(target.value or 0, weights)


def _by_gap(target: Target, people: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    whole, had = target.value or 0, sum(before.values())
    expected = {code: whole * part / sum(people.values()) for code, part in people.items()}
    behind = {code: max(0.0, expected[code] - before[code]) for code in expected}
    if had >= whole - CLOSE:
        msg = f"{target.id} can't be split by gap: the units had {had:g} the year before, the target is {whole:g}"
        raise CatalogueError(msg)
    more = largest_remainder(whole - had, behind)
    return {code: before[code] + more[code] for code in before}


SHARES: dict[str, Callable[[Target, dict[str, float], dict[str, float]], dict[str, float]]] = {
    "population": lambda target, people, _: _by_weight(target, people),
    "baseline": lambda target, _, before: _by_weight(target, before),
    "gap": _by_gap,
}


def as_targets(proposal: Proposal, heading: list[str], remarks: Mapping[str, str], quotes: Mapping[str, str]) -> str:
    """Return a proposal as a file of own targets, open to editing: data/catalogue/targets reads it as it stands.

    Parameters
    ----------
    proposal
        From `propose`; a unit whose share is 0 has no entry.
    heading
        Lines of comment before everything.
    remarks
        What is said beside a unit's entry.
    quotes
        What stands in a unit's entry as the words of the target.
    """
    target = proposal.target
    source = f"{settings.settings().guide.format(year=target.year)}分解建议，尚无文号"
    lines = [*(f"# {line}" for line in heading), as_yaml({"year": target.year, "source": source}) + "targets:"]
    for code, share in proposal.shares.items():
        if share:
            body = as_yaml({f"{target.id}-{code}": _entry(target, code, share, quotes[code])}).rstrip().split("\n")
            lines += [f"  # {remarks[code]}", *(f"  {line}" for line in body)]
    return "\n".join(lines) + "\n"


def _entry(target: Target, code: str, share: float, quote: str) -> dict[str, Any]:
    value = int(share) if share == int(share) else share
    carried: dict[str, Any] = {key: text for key in CARRIED if (text := getattr(target, key))}
    carried |= {"profile": list(target.profile)} if target.profile else {}
    asked = {"indicator": target.indicator, "area": code, "kind": target.kind, "value": value}
    return {**asked, "clause": target.clause, "quote": quote, **carried}
