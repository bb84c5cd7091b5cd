"""Communiqués as small as can be."""

from ipanalytics.core import project
from ipanalytics.ingestion.audit import Asked
from ipanalytics.ingestion.prose import communique
from ipanalytics.ingestion.readers.grid import Grid, Passage

TITLE = "西安市2025年国民经济和社会发展统计公报"
OPENING = "2025年，全市上下坚持稳中求进工作总基调，高质量发展迈出坚实步伐，各项工作取得新成效。"


def grid(*lines, title=TITLE, file="a.html"):
    return Grid(file, "", (), prose=tuple(Passage("", line) for line in (title, OPENING, *lines)))


@project.held()
def read(*lines, title=TITLE, status="final", **asked):
    return communique.read(grid(*lines, title=title), source="a", status=status, asked=Asked(**asked))


def used(*lines, title=TITLE):
    """Return the values by indicator that a text gives."""
    found = read(*lines, title=title, everywhere=True).observations
    return dict(zip(found["indicator"], found["value"], strict=True))


def reasons(*lines, title=TITLE):
    """Return fate and reason of each figure that is no observation."""
    account = read(*lines, title=title, everywhere=True).account
    rest = account[account["fate"] != "used"]
    return list(zip(rest["fate"], rest["reason"], strict=True))
