"""Text of printed PDFs that can be searched and copied.

A font may draw 目 and the radical ⽬ with one shape; Chromium then writes down the radical, and
whoever looks for 目标 in the file finds nothing. Here the tables that say which character a
shape stands for are mended, in an update appended to the file.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterator

# Radicals that have no compatibility mapping, each before the character that it looks like.
PAIRS = (
    "⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻐钅⻑長⻒镸⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马"
    "⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻯竜⻰龙⻳龟"
)
LOOKS = dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))
RADICALS = range(0x2E80, 0x2FE0)
OBJECT = rb"\n%d 0 obj\n<<[^>]*?/Length (\d+)[^>]*>>\s*stream\r?\n"
LINE = re.compile(r"^<([0-9A-F]+)> (?:<([0-9A-F]+)> )?<([0-9A-F]{4})>$", re.MULTILINE)


def mended(text: str) -> str:
    """Return a character for a radical.

    Examples
    --------
    >>> mended("⽬"), mended("⻚"), mended("目")
    ('目', '页', '目')
    """
    if ord(text) not in RADICALS:
        return text
    return LOOKS.get(text) or unicodedata.normalize("NFKC", text)


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
    made, places = bytearray(pdf), {}
    for number, table in changed.items():
        places[number] = len(made)
        packed = zlib.compress(table.encode("latin-1"), 9)
        head = b"%d 0 obj\n<</Filter /FlateDecode\n/Length %d>> stream\n" % (number, len(packed))
        made += head + packed + b"\nendstream\nendobj\n"
    start = len(made)
    entries = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items()))
    end = b"trailer\n<<%s\n/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (tail[1], tail[2], start)
    return bytes(made + b"xref\n" + entries + end)


def _changed(pdf: bytes) -> Iterator[tuple[int, str]]:
    """Yield number and text of each table that names radicals, mended."""
    for number in sorted({int(found) for found in re.findall(rb"/ToUnicode (\d+) 0 R", pdf)}):
        if place := re.search(OBJECT % number, pdf):
            table = zlib.decompress(pdf[place.end() : place.end() + int(place[1])]).decode("latin-1")
            if (better := LINE.sub(_line, table)) != table:
                yield number, better


def _line(line: re.Match[str]) -> str:
    """Return an entry of one shape, or of a run of shapes, with characters instead of radicals."""
    first, last, text = line.groups()
    count = int(last, 16) - int(first, 16) + 1 if last else 1
    texts = [chr(int(text, 16) + step) for step in range(count)]
    if [mended(one) for one in texts] == texts:
        return line[0]
    codes = "".join(f"<{ord(mended(one)):04X}>" for one in texts)
    return f"<{first}> <{last}> [{codes}]" if last else f"<{first}> {codes}"
