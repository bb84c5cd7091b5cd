"""What units promised, their own targets, beside the province's target: whether it adds up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ipanalytics.catalogue import places
from ipanalytics.monitoring.allocation import proposals
from ipanalytics.monitoring.series import is_same
from ipanalytics.monitoring.targets import Target


@dataclass(frozen=True)
class Promise:
    """A target of the province with the units' own of the same indicator.

    `unclear` are units whose own can't be added: of another kind, or several; `lacking` those that have none.
    """

    target: Target
    own: Mapping[str, Target]
    unclear: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def total(self) -> float:
        """What the units promised together."""
        return sum(own.value or 0 for own in self.own.values())

    @property
    def difference(self) -> float:
        """How much more than the province's target that is; 0 where it is the same but for rounding."""
        whole = self.target.value or 0
        return 0.0 if is_same(self.total, whole) else self.total - whole


def promises(targets: Iterable[Target]) -> list[Promise]:
    """Return those targets of the province that can be shared out and of which a unit has its own."""
    every = list(targets)
    own: dict[tuple[str, str], list[Target]] = defaultdict(list)
    for target in every:
        own[target.indicator, target.area].append(target)
    found = [_promise(target, own) for target in every if not proposals.obstacle(target)]
    return [promise for promise in found if promise.own or promise.unclear]


def _promise(target: Target, own: Mapping[tuple[str, str], list[Target]]) -> Promise:
    of = {code: own.get((target.indicator, code), []) for code in proposals.units_asked(target)}
    added = {code: mine[0] for code, mine in of.items() if len(mine) == 1 and mine[0].kind == target.kind}
    unclear = tuple(code for code, mine in of.items() if mine and code not in added)
    return Promise(target, added, unclear, tuple(code for code, mine in of.items() if not mine))


def as_lines(targets: Iterable[Target]) -> list[str]:
    """Say of each target that units have promised a part of whether the parts add up, who has none, whose is unclear.

    Two halves of a year, or growth beside a count, are no parts of one number.
    """
    return [_line(promise) for promise in promises(targets)]


def _line(promise: Promise) -> str:
    target, difference = promise.target, promise.difference
    sign = f"{abs(difference):g} {'more' if difference > 0 else 'less'}" if difference else "exactly that"
    said = f"{target.year} {target.id} {target.indicator}: the units' own targets add up to {promise.total:g}"
    parts = [f"{said}, the province's is {target.value:g}: {sign}"]
    for codes, what in (
        (promise.lacking, "none of its own"),
        (promise.unclear, "not added, of another kind or several"),
    ):
        if codes:
            parts.append(f"{what}: {', '.join(f'{code} {places.name_of(code)}' for code in codes)}")
    return "; ".join(parts)
