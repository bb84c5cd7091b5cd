"""Shares and survival of made-up exports, against plain Python; what isn't measured; who isn't named."""

from collections import Counter

import pandas as pd
import pytest

from ipanalytics.records import pipeline
from ipanalytics.records.counting import quality
from tests.rooms.records.builders import ADDRESSES, AS_OF, HEADINGS, HOLDERS, TYPES, make, number
from tests.rooms.records.test_pipeline import write

WITH_AGENCY = [*HEADINGS, "代理机构"]
AGENCIES = ["甲代理", "乙代理", "丙代理", ""]


@pytest.fixture(scope="module")
def export():
    return make(1500, 8)


@pytest.fixture(scope="module")
def measured(export, tmp_path_factory):
    folder = tmp_path_factory.mktemp("quality")
    rows = [[*row, AGENCIES[place % 4]] for place, row in enumerate(export.rows)]
    abnormal = folder / "abnormal.txt"
    numbers = [row[0] for place, row in enumerate(export.rows) if place + 2 not in export.faults][:30]
    abnormal.write_text("\n".join(["申请号", *numbers, number(2020, "1", 9_999_999)]), encoding="utf-8")
    extras = pipeline.Extras(quality=True, abnormal=abnormal)
    return pipeline.run(
        [write(folder / "a.csv", rows, WITH_AGENCY)], as_of=AS_OF, extras=extras, out=folder / "out"
    ), folder / "out"


def plain(export):
    """Return the records without a fault as (unit, kind of holder, year, type, fate, filed, granted, ended, place)."""
    days = ("申请日", "授权公告日", "失效日")
    for place, row in enumerate(export.rows):
        if place + 2 in export.faults:
            continue
        told = dict(zip(HEADINGS, row, strict=True))
        filed, granted, ended = (pd.Timestamp(told[day]) if told[day] else None for day in days)
        groups = ("610000", ADDRESSES[told["地址"]][0], HOLDERS[told["当前权利人"]], str(filed.year))
        yield (
            dict(zip(("province", "unit", "holder", "year"), groups, strict=True)),
            TYPES[told["申请号"][4]],
            told["法律状态"],
            filed,
            granted,
            ended,
        )


def test_filings_and_shares_are_the_plain_ones(export, measured):
    whole, parts = Counter(), Counter()
    day = pd.Timestamp(AS_OF)
    for groups, kind, word, filed, granted, _ in plain(export):
        for by, group in groups.items():
            whole[by, group, kind, "withdrawn"] += 1
            parts[by, group, kind, "withdrawn"] += word == "视为撤回"
            for years in (2, 3, 4):
                if filed + pd.DateOffset(years=years) <= day:
                    key = (by, group, kind, f"granted_within_{years}")
                    whole[key] += 1
                    parts[key] += granted is not None and granted <= min(filed + pd.DateOffset(years=years), day)
    table = measured[0].quality.set_index(quality.COLUMNS[1:5])
    for key, count in whole.items():
        assert table.loc[key, ["of", "value"]].tolist() == pytest.approx([count, parts[key] / count])
        assert table.loc[(*key[:3], "filings"), "value"] == whole[(*key[:3], "withdrawn")]
    assert set(table.index[table.index.get_level_values("measure") == "withdrawn"]) == {
        key for key in whole if key[3] == "withdrawn"
    }


def test_the_share_kept_is_the_product_over_single_patents(export, measured):
    lives, day = {}, pd.Timestamp(AS_OF)
    terms = {"invention": 20, "utility_model": 10, "design": 15}
    for groups, kind, word, filed, granted, ended in plain(export):
        beyond = word == "有效" and filed + pd.DateOffset(years=terms[kind]) <= day
        if granted is None or granted > day or beyond:
            continue
        has_ended = ended is not None and ended <= day
        for by, group in groups.items():
            lives.setdefault((by, group, kind), []).append((granted, ended if has_ended else day, has_ended))
    table = measured[0].quality.set_index(quality.COLUMNS[1:5])
    for key, patents in lives.items():
        for years in (3, 5, 10):
            expected = product(patents, years)
            if expected is None:
                assert (*key, f"kept_{years}") not in table.index
            else:
                assert table.loc[(*key, f"kept_{years}"), "value"] == pytest.approx(expected)


def product(patents, years):
    """Return S by its definition; a time is full years and the days after the anniversary; None where unknown."""

    def time(start, end):
        full = max(n for n in range(25) if start + pd.DateOffset(years=n) <= end)
        return full, (end - start - (start + pd.DateOffset(years=full) - start)).days

    times = [(time(start, end), has_ended) for start, end, has_ended in patents]
    share = 1.0
    for moment in sorted({moment for moment, has_ended in times if has_ended and moment < (years, 0)}):
        ends = sum(has_ended and other == moment for other, has_ended in times)
        share *= 1 - ends / sum(other >= moment for other, _ in times)
    return share if share == 0 or any(moment >= (years, 0) for moment, _ in times) else None


def test_abnormal_numbers_are_counted_and_one_that_stands_in_no_export_is_named(measured):
    counted, out = measured
    rows = counted.quality.query("by == 'province' and measure == 'abnormal'")
    assert (rows["value"] * rows["of"]).sum() == pytest.approx(30)
    lost = pd.read_csv(out / "abnormal_not_found.csv", dtype=str)
    assert lost["number"].tolist() == [number(2020, "1", 9_999_999)]


def test_agencies_are_counted_in_the_table_and_named_only_in_the_folder(measured):
    counted, out = measured
    rows = counted.quality.query("type == ''").set_index("measure")["value"]
    assert rows["agencies"] == 3
    assert rows["largest_agencies"] + rows["without_agency"] == pytest.approx(1)
    assert "甲代理" not in counted.quality.to_csv()
    named = pd.read_csv(out / "agencies.csv", keep_default_na=False)
    assert set(named["agency"]) == set(AGENCIES)
    assert named["filings"].is_monotonic_decreasing


def test_kinds_of_high_value_overlap_and_the_share_is_of_inventions_in_force(export, measured):
    table = measured[0].quality.query("by == 'province'").set_index("measure")
    assert table.loc["high_value", "of"] == export.counts["610000", "inventions_in_force", "2022"]
    whole = export.counts["610000", "high_value_inventions", "2022"]
    for kind in ("strategic", "overseas_family", "long_maintained", "pledged", "awarded"):
        expected = [whole, export.counts["610000", f"high_value_{kind}", "2022"] / whole]
        assert table.loc[kind, ["of", "value"]].tolist() == pytest.approx(expected)


def test_a_list_chosen_by_status_gives_no_shares_and_nothing_kept(tmp_path, export):
    rows = [row for row in export.rows if row[4] == "有效"]
    counted = pipeline.run([write(tmp_path / "a.csv", rows)], as_of=AS_OF, extras=pipeline.Extras(quality=True))
    kinds = {"high_value", "strategic", "overseas_family", "long_maintained", "pledged", "awarded"}
    assert set(counted.quality["measure"]) == kinds
