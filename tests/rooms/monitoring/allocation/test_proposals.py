import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.core.errors import CatalogueError
from ipanalytics.monitoring import targets
from ipanalytics.monitoring.allocation import proposals
from tests.rooms.monitoring.allocation.test_shares import UNITS, book, people, target

FEW = ("610100", "610200", "610300")


def had(values, indicator="standard_adopters_new", period="2021", codes=UNITS):
    return [[code, indicator, period, value] for code, value in zip(codes, values, strict=True)]


def asked(value=10.0, **changed):
    return target("standard_adopters_new", "flow", value, members=FEW, **changed)


def three(values, indicator="population", period="2021"):
    return had(values, indicator, period, FEW)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("population", [5, 3, 2]),
        ("baseline", [1, 3, 6]),
        # They had 1, 2 and 4, by residents 5, 3 and 2 are due: the 3 that are left go to the first two as 4 to 1.
        ("gap", [3, 3, 4]),
    ],
)
def test_a_target_is_shared_out_in_whole_numbers(by, expected):
    known = book(*three([50, 30, 20]), *three([1, 2, 4], "standard_adopters_new"))
    assert list(proposals.propose(asked(), known, by).shares.values()) == expected


AMOUNTS = st.lists(st.integers(0, 10**6), min_size=12, max_size=12)


@given(st.integers(1, 10**5), AMOUNTS.filter(any), AMOUNTS, st.sampled_from(proposals.METHODS))
def test_shares_add_up_whatever_the_weights_or_the_target_is_refused_by_name(whole, residents, before, by):
    known = book(*people([count + 1 for count in residents]), *had(before))
    wanted = target("standard_adopters_new", "flow", float(whole))
    if {"population": False, "baseline": not any(before), "gap": sum(before) >= whole}[by]:
        with pytest.raises(CatalogueError, match="T can't be split"):
            proposals.propose(wanted, known, by)
        return
    shares = proposals.propose(wanted, known, by).shares
    assert sum(shares.values()) == whole
    assert all(share >= 0 and share == int(share) for share in shares.values())
    assert by != "gap" or all(shares[code] >= count for code, count in zip(UNITS, before, strict=True))


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (target("high_value_inventions_per_10k", "level", 6.8), "is a rate: units' rates don't add up"),
        (target("trademark_windows", "coverage", None), "a yes or no, of which there are no shares"),
        (target("milestone_m01", "milestone", None), "a yes or no"),
        (target("pledge_smes", "growth", 0.1), "a growth target asks the same of every unit"),
        (target("inventions_in_force", "direction", None), "a direction target asks the same"),
        (target("demonstration_places", "level", 4.0, better="lower"), "it asks for less"),
        (target("standard_adopters_new", "flow", 4.0, area="610800"), "it is 榆林市's own"),
        (target("standard_adopters_new", "flow", 4.0, members=("shaanbei",)), "it is asked of no unit"),
    ],
)
def test_what_can_not_be_shared_out_is_refused_by_name(wanted, reason):
    with pytest.raises(CatalogueError, match=f"T can't be split: .*{reason}"):
        proposals.propose(wanted, book(*people([1] * 12)), "population")


def test_units_without_the_figure_are_named():
    with pytest.raises(CatalogueError, match=r"residents of 2021 are unknown of:\n  610300 宝鸡市$"):
        proposals.propose(asked(), book(*three([5, 3, 2])[:2]), "population")
    with pytest.raises(CatalogueError, match=r"figures of 2021 are unknown of:\n  610200 铜川市\n  610300 宝鸡市$"):
        proposals.propose(asked(), book(*three([5, 3, 2], "standard_adopters_new")[:1]), "baseline")


def test_what_was_had_already_leaves_no_gap():
    known = book(*three([5, 3, 2]), *three([4, 4, 4], "standard_adopters_new"))
    with pytest.raises(CatalogueError, match="the units had 12 the year before, the target is 10"):
        proposals.propose(asked(), known, "gap")


def test_a_proposal_is_read_as_own_targets_as_it_stands(tmp_path):
    wanted = asked(2.0, deadline="2022-11-30", profile=(0.0,) * 11 + (1.0,), clause="二：（六）", quote="x")
    proposal = proposals.propose(wanted, book(*three([50, 40, 1])), "population")
    remarks = dict.fromkeys(UNITS, "备注")
    path = tmp_path / "split.yaml"
    text = proposals.as_targets(proposal, ["一行"], remarks, dict.fromkeys(UNITS, "建议：1家 #"))
    path.write_text(text, encoding="utf-8")
    assert text.startswith("# 一行\nyear: 2022\n")
    read = targets.read(path)
    assert [(one.id, one.area, one.value) for one in read] == [("T-610100", "610100", 1), ("T-610200", "610200", 1)]
    assert [(one.clause, one.quote, one.deadline, one.kind) for one in read] == [
        ("二：（六）", "建议：1家 #", "2022-11-30", "flow")
    ] * 2
