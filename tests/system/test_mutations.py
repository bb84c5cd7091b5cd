"""Spoilt tables, a few of each kind; benchmarks/mutations.py tries a thousand."""

import importlib.util
import random

import pytest

from ipanalytics.core import project

spec = importlib.util.spec_from_file_location("mutations", project.home() / "benchmarks" / "mutations.py")
mutations = importlib.util.module_from_spec(spec)
spec.loader.exec_module(mutations)
MUTANTS = 6


@pytest.fixture(scope="module")
def sheets(synthetic_every):
    return mutations.sheets(synthetic_every)


def test_a_sound_table_is_read_whole(sheets):
    for sheet in random.Random(MUTANTS).sample(sheets, MUTANTS):
        sound = mutations.trial(sheet, sheet, sheet_less(sheet))
        assert mutations.outcomes([sound]) == ["read"]


def sheet_less(sheet):
    return mutations.reference(mutations.empty(), sheet, has_second=False)


@pytest.mark.parametrize("name", mutations.MUTATIONS)
def test_nothing_is_read_wrong_in_silence(sheets, synthetic_every, name):
    _, mutation = mutations.MUTATIONS[name]
    counts = mutations.counted(mutation, sheets, synthetic_every, MUTANTS)
    assert sum(counts[outcome] for outcome in mutations.OUTCOMES) == MUTANTS
    assert counts["wrong"] == 0
    assert counts["did"] >= 0.95 * counts["could"]
