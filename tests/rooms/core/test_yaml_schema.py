import re
from dataclasses import dataclass

import pytest

from ipanalytics.core import yaml_schema
from ipanalytics.core.errors import CatalogueError


@dataclass(frozen=True)
class Sample:
    text: str
    number: float
    whole: int = 1
    flag: bool = False
    texts: tuple[str, ...] = ()
    perhaps: str | None = None


def refusal(call):
    with pytest.raises(CatalogueError) as caught:
        call()
    return str(caught.value)


def yaml_file(folder, content):
    path = folder / "sample.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("- a\n- b\n", "expected a mapping, found list"),
        ("", "expected a mapping, found NoneType"),
        ("text", "expected a mapping, found str"),
        (bytes(range(256)), "can't be read as YAML"),
        ("键: 值\n".encode("gb18030"), "can't be read as YAML"),
        ("a: [1", "can't be read as YAML"),
        ("a: 1\nb: 2\na: 3\n", "key given twice: a"),
        ("a:\n  b: 1\n  b: 2\n", "key given twice: b"),
        ("a: !!python/object/apply:os.getcwd []", "can't be read as YAML"),
        ("a: !!bool x", "can't be read as YAML"),
        ("a: !!int x", "can't be read as YAML"),
        ("a: !!map [1]", "can't be read as YAML"),
        ("a: " + "[" * 900, "nested deeper than 200 levels"),
        ("- " * 100_000, "nested deeper than 200 levels"),
    ],
)
def test_what_is_no_sound_mapping_is_refused_with_its_file(tmp_path, content, fault):
    path = yaml_file(tmp_path, content)
    message = refusal(lambda: yaml_schema.read_yaml(path))
    assert fault in message
    assert str(path) in message


def test_missing_yaml_is_refused_by_name(tmp_path):
    assert "gone.yaml" in refusal(lambda: yaml_schema.read_yaml(tmp_path / "gone.yaml"))


def test_dates_stay_text(tmp_path):
    assert yaml_schema.read_yaml(yaml_file(tmp_path, "day: 2022-02-30")) == {"day": "2022-02-30"}


def test_a_record_takes_lists_for_tuples_and_whole_numbers_for_numbers():
    entry = {"text": "a", "number": 1, "texts": ["b"], "perhaps": None}
    assert yaml_schema.record(Sample, entry, "x") == Sample("a", 1, texts=("b",))


def test_unknown_missing_and_wrong_entries_come_at_once():
    entry = {"number": "1", "whole": 1.5, "flag": "no", "texts": "b", "perhaps": 2, "other": 1}
    assert refusal(lambda: yaml_schema.record(Sample, entry, "f.yaml: s")).split("\n  ")[1:] == [
        "f.yaml: s: flag is 'no', expected true or false",
        "f.yaml: s: key 'text' is missing",
        "f.yaml: s: number is '1', expected a number",
        "f.yaml: s: perhaps is 2, expected str | None",
        "f.yaml: s: texts is 'b', expected a list of texts",
        "f.yaml: s: unknown key 'other'",
        "f.yaml: s: whole is 1.5, expected a whole number",
    ]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), True, 10**400, None, "1"])
def test_only_a_finite_number_is_a_number(number):
    assert yaml_schema.entry_faults(Sample, {"text": "a", "number": number}, "x")


@pytest.mark.parametrize("entry", [None, "text", ["a"], 1])
def test_an_entry_that_is_no_mapping_is_named(entry):
    assert yaml_schema.entry_faults(Sample, entry, "x") == [f"x: expected a mapping, found {entry!r}"]


def test_every_key_has_its_line(tmp_path):
    path = yaml_file(tmp_path, "year: 2022\ntargets:\n  T01: {kind: level,\n    value: 1}\n  T02:\n    kind: flow\n")
    assert yaml_schema.lines_of(path) == {
        ("year",): 1, ("targets",): 2, ("targets", "T01"): 3, ("targets", "T01", "kind"): 3,
        ("targets", "T01", "value"): 4, ("targets", "T02"): 5, ("targets", "T02", "kind"): 6,
    }  # fmt: skip


def aliases(kind):
    """Return a file whose last key stands for 10^9 items, in nine levels of aliases."""
    first, again = ("[1]", "[{}]") if kind == "list" else ("{k: 1}", "{{{}}}")
    lines = [f"x0: &a0 {first}"]
    for n in range(1, 10):
        parts = (f"k{m}: *a{n - 1}" if kind == "mapping" else f"*a{n - 1}" for m in range(10))
        lines.append(f"x{n}: &a{n} {again.format(', '.join(parts))}")
    return "\n".join([*lines, "last: *a9"])


@pytest.mark.parametrize("kind", ["list", "mapping"])
def test_aliases_that_stand_for_a_billion_values_are_refused_at_once(tmp_path, kind):
    path = yaml_file(tmp_path, aliases(kind))
    told = refusal(lambda: yaml_schema.read_yaml(path))
    assert path.name in told
    assert re.search(r"its aliases stand for [\d,]{13,} values, more than 200,000", told)
    assert len(told) < 300


@pytest.mark.parametrize(
    "content", ["a: &a [*a]", "a: &a {b: *a}", "a: &a\n  b: [1, {c: *a}]", "&a {b: *a}", "a: &a\n  <<: *a"]
)
def test_an_alias_of_what_it_lies_in_is_refused(tmp_path, content):
    assert "can't be read as YAML: an alias stands for what it lies in" in refusal(
        lambda: yaml_schema.read_yaml(yaml_file(tmp_path, content))
    )


def test_merged_mappings_count_too(tmp_path):
    lines = ["x0: &a0 {k: 1}", *(f"x{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10))]
    assert "values, more than" in refusal(lambda: yaml_schema.read_yaml(yaml_file(tmp_path, "\n".join(lines))))


def test_a_few_aliases_are_read(tmp_path):
    content = "a: &a {b: [1, 2]}\nc: *a\nd: {e: *a}\n"
    inner = {"b": [1, 2]}
    assert yaml_schema.read_yaml(yaml_file(tmp_path, content)) == {"a": inner, "c": inner, "d": {"e": inner}}


def test_a_value_of_many_parts_is_worded_shortly():
    deep = [1]
    for _ in range(9):
        deep = [deep] * 10
    faults = yaml_schema.entry_faults(Sample, {"text": deep, "number": 1}, "a.yaml")
    assert len(faults) == 1
    assert len(faults[0]) < 1000
    assert len(yaml_schema.entry_faults(Sample, deep, "a.yaml")[0]) < 2000


def test_lines_of_aliases_are_looked_at_once(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(aliases("mapping"), encoding="utf-8")
    lines = yaml_schema.lines_of(path)
    assert lines["last",] == 11
    assert len(lines) < 200
