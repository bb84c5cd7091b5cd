"""Printed totals held against the rows, columns or months of their table: what isn't their sum is told.

`observations.consistency` adds up what places and types the catalogue has; here a table's own 合计 and 小计, which are
no observations, are added up, and wholes of which the table names only some parts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.core import periods
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.audit import Figure
from ipanalytics.ingestion.readers.grid import Grid, cell_name
from ipanalytics.ingestion.text import normalise, numbers
from ipanalytics.observations.checks import Failure
from ipanalytics.observations.consistency import COUNTED, NOISE

# As not_places.csv has them, and the heading over a column.
TOTAL, SUBTOTAL, OVER = "a total of the table: ", "a subtotal of the table: ", "a total over the places of the table"
NOWHERE = "applicants "
WITHIN = "其中"
FEWEST = 2


def misfits(grid: Grid, figures: Sequence[Figure], source: str) -> list[Failure]:
    """Return the totals of one table that aren't the sum of what they are of.

    Only counts add up. Where a part isn't given, or can't be read, a total may be more than the others; then kind
    `lacking` tells at most once a table that it is.
    """
    table = _Table(grid, figures, source)
    found = [failure for key in table.groups for failure in table.failures(key)]
    sure, lacking = [f for f in found if f.kind == "total"], [f for f in found if f.kind == "lacking"]
    return [*sure, *lacking[:1]]


class _Table:
    """The figures of a table by indicator, period and part."""

    def __init__(self, grid: Grid, figures: Sequence[Figure], source: str) -> None:
        self.grid, self.source = grid, source
        self.groups: dict[tuple[str, str, str], list[Figure]] = {}
        for figure in figures:
            if figure.indicator and indicators.indicator(figure.indicator).additive:
                self.groups.setdefault((figure.indicator, figure.period, figure.part), []).append(figure)
        self.areas = {f.area for f in figures if f.fate == "used"}
        self.is_whole = not self._unplaced(figures)

    @staticmethod
    def _unplaced(figures: Sequence[Figure]) -> set[int]:
        """Return the rows in which no figure is of a known place or a total: they may be parts too."""
        known = {f.row for f in figures if f.fate == "used" or f.reason.startswith((TOTAL, SUBTOTAL, NOWHERE))}
        return {f.row for f in figures if f.fate in ("left_out", "outside")} - known

    def failures(self, key: tuple[str, str, str]) -> Iterator[Failure]:
        """Yield the totals of one indicator and period that don't fit."""
        group = self.groups[key]
        placed = [f for f in group if f.fate == "used" and not self._is_within(f)]
        if len({f.area for f in placed}) < len(placed):
            return
        wholes = {area for f in placed for area in _around(f.area)}
        for figure in group:
            if figure.fate == "check" and figure.reason.startswith((TOTAL, OVER)) and not placed:
                yield from self._compared(figure, [self._in_time(key)], is_given=True)
            elif figure.fate == "check" and figure.reason.startswith((TOTAL, OVER)):
                is_given = self._is_given(group, placed)
                yield from self._compared(figure, self._readings(group, placed), is_given=is_given)
            elif figure.fate == "check" and figure.reason.startswith(SUBTOTAL):
                is_given = self._is_given(group, placed)
                yield from self._compared(figure, self._chunks(figure, group, placed), is_given=is_given)
            elif figure.area in wholes and figure in placed:
                yield from self._of_place(figure, group, placed)

    def _is_within(self, figure: Figure) -> bool:
        texts = self.grid.rows[figure.row][: figure.column]
        return any(normalise.tidy(text).startswith(WITHIN) for text in texts)

    def _is_given(self, group: Sequence[Figure], placed: Sequence[Figure]) -> bool:
        """Say whether all that the table names has a figure here."""
        is_read = not any(f.fate in ("missing", "left_out") for f in group)
        lacking = self.areas - {f.area for f in group if f.fate == "used"}
        return self.is_whole and is_read and not any(_is_apart(area, placed) for area in lacking)

    @staticmethod
    def _readings(group: Sequence[Figure], placed: Sequence[Figure]) -> list[list[Figure]]:
        """Return which figures a total may be the sum of: the likeliest first."""
        others = [f for f in group if f.fate == "check" and f.reason.startswith(NOWHERE)]
        wide = _outer(placed)
        if len(wide) < FEWEST:
            wide = _outer([f for f in placed if f not in wide])
        fine = [f for f in placed if not any(_is_in(g, f) for g in placed)]
        return [[*wide, *others], wide, fine, [*fine, *others], list(placed)]

    def _in_time(self, key: tuple[str, str, str]) -> list[Figure]:
        """Return the months of one place, where the total is over them."""
        id_, whole, part = key
        if indicators.indicator(id_).kind != "flow":
            return []
        span = periods.parse(whole)
        inside = [
            f for (other, period, its), group in self.groups.items() if (other, its) == (id_, part) and period != whole
            for f in group if f.fate == "used" and span.start <= periods.parse(period).start
            and periods.parse(period).end <= span.end
        ]  # fmt: skip
        days = sum((periods.parse(f.period).end - periods.parse(f.period).start).days + 1 for f in inside)
        is_tiled = days == (span.end - span.start).days + 1 and len({f.period for f in inside}) == len(inside)
        return inside if is_tiled and len({f.area for f in inside}) == 1 else []

    def _chunks(self, total: Figure, group: Sequence[Figure], placed: Sequence[Figure]) -> list[list[Figure]]:
        """Return the rows above a subtotal up to the one before it, and those below: it is of one or the other."""
        ends = sorted(f.row for f in group if f.column == total.column and f.reason.startswith((TOTAL, SUBTOTAL)))
        before = max((row for row in ends if row < total.row), default=-1)
        after = min((row for row in ends if row > total.row), default=len(self.grid.rows))
        own = [f for f in placed if f.column == total.column]
        above, below = ([f for f in own if low < f.row < high] for low, high in
                        ((before, total.row), (total.row, after)))  # fmt: skip
        return [part for part in (above, below, _outer(above), _outer(below)) if part]

    def _of_place(self, whole: Figure, group: Sequence[Figure], placed: Sequence[Figure]) -> Iterator[Failure]:
        """Compare a place with those of its parts that the table names, where the catalogue's sums can't."""
        parts = _outer([f for f in placed if f is not whole and _is_in(f, whole)])
        if len(parts) < FEWEST or not self._is_given(group, placed):
            return
        lacking = _lacking(whole.area, [f.area for f in parts])
        is_county = any(places.is_place(f.area) and places.level_of(f.area) == "county" for f in parts)
        others = [f for f in group if f.fate == "check" and f.reason.startswith(NOWHERE)]
        readings = [parts, [*parts, *others]]
        if any(self._fits(whole, reading) for reading in readings):
            return
        excess = sum(f.value for f in parts) - whole.value
        if lacking and excess < 0 and not self._fits_elsewhere(whole, parts):
            if not is_county:
                yield self._failure("lacking", whole, [*parts, *others], lacking)
        elif is_county or (lacking and excess < 0):
            yield self._failure("total", whole, [*parts, *others])

    def _fits_elsewhere(self, whole: Figure, parts: Sequence[Figure]) -> bool:
        """Say whether the same rows make up another column of the same table: then they are all there are."""
        rows, own = {f.row for f in parts}, (whole.indicator, whole.period, whole.part)
        for key, group in self.groups.items():
            totals = [f for f in group if f.row == whole.row and f.fate == "used"]
            same = [f for f in group if f.row in rows and f.fate == "used"]
            is_alike = len(totals) == 1 and len(same) == len(rows) and totals[0].value > 0
            if key != own and is_alike and self._fits(totals[0], same):
                return True
        return False

    def _compared(self, total: Figure, readings: list[list[Figure]], *, is_given: bool) -> Iterator[Failure]:
        readings = [reading for reading in readings if len(reading) >= FEWEST]
        if not readings or any(self._fits(total, reading) for reading in readings):
            return
        if is_given or min(sum(f.value for f in reading) for reading in readings) > total.value:
            yield self._failure("total", total, readings[0])

    def _fits(self, total: Figure, parts: Sequence[Figure]) -> bool:
        """Say whether figures make up a total but for rounding: each to the decimals that most of its column have."""
        printed = [self._printed(f) for f in parts]
        usual = Counter(decimals for decimals, _ in printed).most_common(1)[0][0]
        steps = [self._printed(total), *((max(decimals, usual), factor) for decimals, factor in printed)]
        is_counted = indicators.indicator(total.indicator).unit in COUNTED and all(step == (0, 1.0) for step in steps)
        rounding = 0.0 if is_counted else sum(10.0**-decimals * factor for decimals, factor in steps) / 2
        return abs(sum(f.value for f in parts) - total.value) <= rounding + NOISE + 1e-9 * abs(total.value)

    def _printed(self, figure: Figure) -> tuple[int, float]:
        """Return how many decimals a figure was printed with, and by what it was multiplied since."""
        number = numbers.read_number(self.grid.rows[figure.row][figure.column])
        if not isinstance(number, numbers.Number) or not number.value:
            return 0, 1.0
        exponent = Decimal(str(number.value)).normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0, abs(figure.value / number.value)

    def _failure(self, kind: str, total: Figure, parts: Sequence[Figure], lacking: Sequence[str] = ()) -> Failure:
        first, *others = (cell_name(self.grid, f.row, f.column) for f in (total, *parts))
        amounts = (total.value, sum(f.value for f in parts))
        named = tuple(places.name_of(area, short=True) for area in lacking)
        return Failure(kind, total.area, total.indicator, total.period, amounts,
                       (f"{self.source} {first}", *(named or others)))  # fmt: skip


@cached_for_project(*places.FILES, most=512)
def _around(inner: str) -> frozenset[str]:
    """Return the places that a place lies in; 韩城 isn't in 渭南 as it reports, but in the whole city."""
    if not places.is_place(inner):
        return frozenset()
    above = [{part, *hierarchy.ancestors(part)} for part in hierarchy.parts_of(inner)]
    wholes = {*set.intersection(*above), *hierarchy.composites()} - {inner}
    return frozenset(code for code in wholes if all(upward & set(hierarchy.parts_of(code)) for upward in above))


def _is_in(inner: Figure, outer: Figure) -> bool:
    return outer.area in _around(inner.area)


def _is_apart(area: str, placed: Sequence[Figure]) -> bool:
    """Say whether a place is neither a part nor the whole of what is there."""
    return not any(f.area in _around(area) or area in _around(f.area) for f in placed)


def _outer(figures: Sequence[Figure]) -> list[Figure]:
    return [f for f in figures if not any(_is_in(f, g) for g in figures)]


def _lacking(whole: str, parts: Sequence[str]) -> list[str]:
    """Return the units, or the counties of a unit, that none of the parts holds."""
    level = "county" if places.is_place(whole) and places.level_of(whole) in ("unit", "city") else "unit"
    held = {piece for part in parts for piece in (part, *hierarchy.parts_of(part), *hierarchy.members(part, level))}
    return [code for code in hierarchy.members(whole, level) if code not in held and code != whole]
