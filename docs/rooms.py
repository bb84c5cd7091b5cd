"""Print the picture of the rooms at the top of CONTRIBUTING.md, from the imports and the rooms' own docstrings.

An arrow says what comes out of a room; one that follows from others is left out. tests/system/test_docs.py
compares it with what stands there.
"""

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "ipanalytics"


def main() -> None:
    """Print a mermaid flowchart."""
    rooms, users = graph()
    lines = [f'  {room}["<b>{room}</b><br/>{summary(room)}"]' for room in rooms]
    for room in rooms:
        lines += [f'  {room} -- "{out_of(room)}" --> {user}' for user in sorted(direct(room, users))]
    print("\n".join(["```mermaid", "flowchart TD", *lines, "```"]))  # noqa: T201


def names() -> list[str]:
    """Return the rooms."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def graph() -> tuple[list[str], dict[str, set[str]]]:
    """Return the rooms, those that most others use first, and the rooms that use each."""
    rooms = names()
    users = {room: {user for user in rooms if user != room and room in imported_by(user)} for room in rooms}
    return sorted(rooms, key=lambda room: len(reached(room, users)), reverse=True), users


def direct(room: str, users: dict[str, set[str]]) -> set[str]:
    """Return the rooms that use a room, without those that follow from others."""
    return users[room] - {user for between in users[room] for user in reached(between, users)}


def imported_by(room: str) -> set[str]:
    """Return the rooms that a room's modules import from."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((PACKAGE / room).rglob("*.py"))]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {node.module.split(".")[1] for node in nodes if node.module.startswith("ipanalytics.")}


def reached(room: str, users: dict[str, set[str]]) -> set[str]:
    """Return the rooms that use a room, or one that does."""
    return users[room] | {far for near in users[room] for far in reached(near, users)}


def docstring(room: str) -> str:
    """Return what a room says of itself, on one line."""
    tree = ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))
    return " ".join((ast.get_docstring(tree) or "").split())


def summary(room: str) -> str:
    """Return what a room is, without its last stop."""
    return docstring(room).partition(" In: ")[0].rstrip(".")


def out_of(room: str) -> str:
    """Return what comes out of a room: its docstring says it in a sentence of its own."""
    return re.search(r" Out: (.*?)\.? Read ", docstring(room))[1].partition(":")[0]


if __name__ == "__main__":
    main()
