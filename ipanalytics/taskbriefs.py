"""The tasks of the guide in short, from their own page: how many are done, and which are not yet."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ipanalytics import outlines
from ipanalytics.catalogue import hierarchy, places
from ipanalytics.core.i18n import say
from ipanalytics.outlines import Block, Piece
from ipanalytics.report import formatting
from ipanalytics.report.sections import tasks

OPEN = (tasks.WORDS["overdue"], tasks.WORDS["pending"])
HEADS = ("编号", "任务", "责任处室", "责任单位", "状态")
Row = tuple[tuple[Piece, ...], ...]


def brief(page: Path, area: str) -> list[Block]:
    """Return heading, lead, counts and the tasks that are overdue or pending.

    Parameters
    ----------
    page
        The rendered page of the tasks.
    area
        Of the province all such tasks are listed; of another place those that it or its units
        are named for.
    """
    blocks = outlines.read(page)
    title = next(block for block in blocks if block.level == 1)
    lead = next(block for block in blocks if block.kind == "lead")
    counts = next(block for block in blocks if block.kind == "table")
    rows = sorted(_open_rows(blocks, _names(area)), key=lambda row: _is(row[-1], OPEN[1]))
    heading = Block("heading", title.pieces, 2, marked=title.marked)
    return [heading, Block("text", lead.pieces), counts, *_listed(rows, area, marked=title.marked)]


def _listed(rows: Sequence[Row], area: str, *, marked: bool) -> list[Block]:
    parts = {"place": formatting.place(area), "count": len(rows)}
    if area == places.PROVINCE:
        text = say("任务中，{count}项逾期或推进中", **parts) if rows else say("任务中没有逾期或推进中的")
    elif rows:
        text = say("涉及{place}的任务中，{count}项逾期或推进中", **parts)
    else:
        text = say("涉及{place}的任务中没有逾期或推进中的", **parts)
    heading = Block("heading", (Piece(text),), 3, marked=marked and bool(rows))
    heads = tuple((Piece(say(name)),) for name in HEADS)
    return [heading, Block("table", rows=(heads, *rows))] if rows else [heading]


def _open_rows(blocks: Sequence[Block], names: Sequence[str]) -> Iterator[Row]:
    for block in blocks:
        heads = [outlines.worded(cell) for cell in block.rows[0]] if block.rows else []
        if not {say("编号"), say("任务"), say("状态")} <= set(heads):
            continue
        for cells in block.rows[1:]:
            row = dict(zip(heads, cells, strict=True))
            if any(_is(row[say("状态")], word) for word in OPEN) and _concerns(row, names):
                yield tuple(row.get(say(name), ()) for name in HEADS)


def _is(cell: tuple[Piece, ...], word: str) -> bool:
    return outlines.worded(cell).endswith(say(word))


def _concerns(row: dict[str, tuple[Piece, ...]], names: Sequence[str]) -> bool:
    units = outlines.worded(row.get(say("责任单位"), ()))
    return not names or say(tasks.EVERY_UNIT) in units or any(name in units for name in names)


def _names(area: str) -> list[str]:
    """Return the names by which a task can name an area; none for the province, whom all tasks concern."""
    if area == places.PROVINCE:
        return []
    return [formatting.place(code, short=False) for code in [area, *hierarchy.members(area)]]
