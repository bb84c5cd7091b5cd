"""docs/methodology.md is held to the engine: every worked number in it is computed again."""

import re
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest
import yaml

from ipanalytics.catalogue import places, settings
from ipanalytics.core import periods
from ipanalytics.core.errors import CatalogueError
from ipanalytics.monitoring import assessment, contributions, progress, schedule, status_rules, targets, trajectory
from ipanalytics.monitoring.allocation import shares
from ipanalytics.monitoring.progress import COLUMNS
from ipanalytics.monitoring.status_rules import RuleInput
from ipanalytics.monitoring.tasks import NEEDED, Task, follow
from ipanalytics.observations import derivation, table

HOME = Path(__file__).parents[2]
TEXT = (HOME / "docs" / "methodology.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(例: .*?)^```", TEXT, flags=re.DOTALL | re.MULTILINE)
EXAMPLES = {block.splitlines()[0].removeprefix("例: "): block for block in BLOCKS}
DEFAULTS = {"area": "610000", "clause": "一（三）", "quote": "例"}
KIND_WORDS = {
    "level": "水平", "flow": "流量", "growth": "增长", "direction": "方向", "benchmark": "对标", "coverage": "覆盖",
    "milestone": "里程碑",
}  # fmt: skip
WORD_KINDS = {word: kind for kind, word in KIND_WORDS.items()}
LIMITS = targets.thresholds()


@lru_cache
def given(name):
    """Return an example with typed values, for what goes into the engine."""
    return yaml.safe_load(EXAMPLES[name])


def printed(name):
    """Return an example with every value as it is printed."""
    return yaml.load(EXAMPLES[name], Loader=yaml.BaseLoader)  # noqa: S506


def with_key(key):
    return [name for name in EXAMPLES if key in given(name)]


def rows_of(entry):
    """Return the lines of a CSV for --observations; a key is indicator, period and, if another than final, status."""
    yield "area,indicator,period,value,source,status"
    for key, values in entry["数"].items():
        indicator, period, status = [*key.split(), "final"][:3]
        yield from (
            f"{places.find(place)},{indicator},{period},{value},{status}_source,{status}"
            for place, value in values.items()
        )


def targets_of(entry):
    wanted = entry["目标"] if "indicator" not in entry["目标"] else {"T": entry["目标"]}
    whole = {
        "year": entry.get("年", 2022),
        "source": "例",
        "targets": {id_: DEFAULTS | one for id_, one in wanted.items()},
    }
    return yaml.safe_dump(whole, allow_unicode=True)


def made_of(name, folder):
    """Judge an example as `ipanalytics progress --targets … --observations …` does."""
    entry = given(name)
    wanted, figures = folder / "targets.yaml", folder / "figures.csv"
    wanted.write_text(targets_of(entry), encoding="utf-8")
    figures.write_text("\n".join(rows_of(entry)), encoding="utf-8")
    return assessment.load_files(str(entry["截至"]), targets_file=wanted, observations_file=figures)


def agrees(shown, actual):
    """Say whether a value is what is printed: ~ for none, a number to the decimals that are printed."""
    if shown == "~":
        return actual == "" or bool(pd.isna(actual))
    if shown in ("true", "false"):
        return actual is (shown == "true")
    try:
        wanted = float(shown)
    except ValueError:
        return str(actual) == shown
    digits = len(shown.partition(".")[2])
    return abs(float(actual) - wanted) <= 0.5 * 10**-digits * (1 + 1e-9) + 1e-12


def differing(shown, actual):
    """Return what is printed and what it should be, where they differ."""
    return {key: (text, actual[key]) for key, text in shown.items() if not agrees(text, actual[key])}


def row_of(rows, place):
    """Return the row of a place, or of a place and a target: 榆林 T01."""
    name, _, target = place.partition(" ")
    found = rows[rows["area"].eq(places.find(name)) & (rows["target"].eq(target) if target else True)]
    assert len(found) == 1, f"{place}: {len(found)} rows"
    return found.iloc[0].to_dict()


def test_the_document_has_examples_and_their_names_differ():
    assert len(EXAMPLES) == len(BLOCKS) > 20


@pytest.mark.parametrize("name", with_key("结果"))
def test_a_worked_row_is_what_the_engine_gives(name, tmp_path):
    rows = made_of(name, tmp_path).rows
    for place, shown in printed(name)["结果"].items():
        assert not differing(shown, row_of(rows, place)), place


@pytest.mark.parametrize("name", with_key("没有"))
def test_a_place_without_a_share_has_no_row(name, tmp_path):
    rows = made_of(name, tmp_path).rows
    assert not set(map(places.find, given(name)["没有"])) & set(rows["area"])


@pytest.mark.parametrize("name", with_key("达到程度"))
def test_a_worked_reach_is_what_the_maps_show(name, tmp_path):
    made = made_of(name, tmp_path)
    rows = progress.add_achievement(made.rows, made.targets)
    words = [*settings.wording().reach_words, "无数据"]
    for place, shown in printed(name)["达到程度"].items():
        row = row_of(rows, place)
        word = words[progress.classify(pd.Series([row["achievement"]]))[0]]
        assert not differing(dict(zip("rw", shown, strict=True)), {"r": row["achievement"], "w": word}), place


@pytest.mark.parametrize("name", with_key("贡献"))
def test_worked_contributions_add_up_to_the_distance(name, tmp_path):
    shown = printed(name)["贡献"]
    parts = contributions.decompose(made_of(name, tmp_path), "610000").set_index("unit")
    total = parts["total"].iloc[0]
    actual = {"合计": total, "未能分解": total - parts["contribution"].sum()}
    actual |= {place: parts.loc[places.find(place), "contribution"] for place in shown if place not in actual}
    assert not differing(shown, actual)
    assert sum(float(text) for key, text in shown.items() if key != "合计") == pytest.approx(
        float(shown["合计"]), abs=0.02
    )


@pytest.mark.parametrize("name", with_key("应达到"))
def test_a_worked_curve_is_what_is_drawn(name, tmp_path):
    (trail,) = trajectory.follow(made_of(name, tmp_path), "610000")
    assert not differing(printed(name)["应达到"], {str(month): value for month, value in trail.due.items()})


@pytest.mark.parametrize("name", with_key("按天"))
def test_worked_elapsed_shares(name):
    entry, shown = given(name), printed(name)
    plain = {"id": "T", "indicator": "gi_new", "kind": "flow", "value": 1.0, "year": entry["年"]}
    for key, profile in (("按天", ()), ("按进度表", tuple(entry["进度表"]))):
        target = targets.Target(**DEFAULTS, **plain, deadline=str(entry["期限"]), profile=profile)
        days = {text: schedule.elapsed_share(target, date.fromisoformat(text)) for text in shown[key]}
        assert not differing(shown[key], days)


@pytest.mark.parametrize("name", with_key("权数"))
def test_worked_shares_are_by_largest_remainder(name):
    entry, shown = given(name), printed(name)
    weights = {places.find(place): weight for place, weight in entry["权数"].items()}
    whole = shares.largest_remainder(entry["总数"], weights)
    exact = {place: entry["总数"] * weights[places.find(place)] / sum(weights.values()) for place in entry["权数"]}
    assert not differing(shown["应得"], exact)
    assert not differing(shown["份额"], {place: whole[places.find(place)] for place in entry["权数"]})
    assert sum(map(float, shown["份额"].values())) == entry["总数"]


@pytest.mark.parametrize("name", with_key("拒绝"))
def test_what_is_never_ranked_is_refused_with_the_clause(name, tmp_path):
    with pytest.raises(CatalogueError, match=given(name)["拒绝"]):
        made_of(name, tmp_path)


@pytest.mark.parametrize("name", with_key("任务"))
def test_worked_tasks_follow_their_targets(name):
    entry = given(name)
    found = pd.DataFrame([["610000", id_, status, "", ""] for id_, status in entry["目标状态"].items()], columns=NEEDED)
    tasks = [Task(id_, "二", "例", ("办公室",), (), tuple(one["目标"])) for id_, one in entry["任务"].items()]
    made = follow(tasks, found).set_index("id")["status"].to_dict()
    assert made == {id_: one["状态"] for id_, one in entry["任务"].items()}


def test_the_rank_of_the_province(figures):
    year, count, place = re.search(
        r"(\d{4})年末陕西发明专利有效量([\d,]+)件，在31个省（区、市）中居第(\d+)位", TEXT
    ).groups()
    ranked = derivation.rank_provinces(figures, "inventions_in_force")
    row = ranked[ranked["area"].eq("610000") & ranked["period"].eq(year)].iloc[0]
    assert (row["value"], row["rank"]) == (float(count.replace(",", "")), int(place))


def cells_of(heading):
    """Return the rows of the table under a heading, with a minus that computers read."""
    part = re.split(r"^##", TEXT.split(heading, 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip().replace("−", "-") for cell in line.strip("|").split("|")] for line in lines[2:]]


def number_of(cell):
    return None if cell == "–" else float(cell)


BORDERS = cells_of("### 边界\n")


@pytest.mark.parametrize("cells", BORDERS, ids=lambda cells: cells[0])
def test_a_border_of_the_status_rules(cells):
    _, kind, value, aim, base, share, due, lag, status = cells
    kind, low, _ = re.fullmatch(r"(\w+?)(（越低越好）)?()", kind).groups()
    case = RuleInput(
        WORD_KINDS[kind], number_of(value), number_of(aim), number_of(base), number_of(share) or 0.0,
        is_lower_better=bool(low), is_due=due == "是", is_over=due == "是", is_recorded=value == "0",
    )  # fmt: skip
    assert agrees("~" if lag == "–" else lag, status_rules.lag_points(case))
    id_, _ = status_rules.judge(case, LIMITS)
    assert settings.wording().statuses[id_].word == status


def test_the_borders_show_every_limit():
    lags = {cells[7] for cells in BORDERS}
    assert {str(int(LIMITS.slightly_behind)), str(int(LIMITS.behind))} <= {lag.removesuffix(".0") for lag in lags}


def test_every_threshold_stands_with_its_value():
    lines = [cells for cells in cells_of("### 阈值\n") if cells[0].startswith("`")]
    shown = {cells[0].strip("`"): float(cells[1]) for cells in lines}
    assert shown == yaml.safe_load((HOME / "data/catalogue/targets/thresholds.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("group", ["statuses", "reasons", "flags", "scopes"])
def test_every_word_of_progress_is_explained(group):
    words = yaml.safe_load((HOME / "data/catalogue/statuses.yaml").read_text(encoding="utf-8"))[group]
    named = {id_: entry["word"] if group == "statuses" else entry for id_, entry in words.items()}
    assert [id_ for id_, word in named.items() if f"`{id_}`" not in TEXT or word not in TEXT] == []


def test_every_status_has_its_shape_beside_it():
    lights = settings.wording().statuses
    assert [id_ for id_, light in lights.items() if f"{light.shape} {light.word}" not in TEXT] == []


def test_every_kind_is_explained_and_has_an_example():
    used = {one["kind"] for name in with_key("目标") for one in [given(name)["目标"]] if "kind" in one}
    assert set(KIND_WORDS) == set(targets.FITTING) == used
    assert all(f"{word} `{kind}`" in TEXT for kind, word in KIND_WORDS.items())


def test_every_column_is_explained():
    assert [name for name in COLUMNS if f"`{name}`" not in TEXT] == []


def test_the_classes_of_the_maps_are_named():
    assert all(word in TEXT for word in settings.wording().reach_words)


def test_every_chapter_has_a_worked_number():
    chapters = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
    lacking = [chapter.splitlines()[0] for chapter in chapters if "```yaml" not in chapter and "| 例" not in chapter]
    assert lacking == ["来源"]


def compound_rate(start, end, years):
    return (end / start) ** (1 / years) - 1


def open_sdg(base, value, aim, years, span):
    """Return R, observed over required compound annual growth, and its category; a base of 0 counts as 0.001."""
    start = base or 0.001
    if years < 1:
        return None, "不能计算"
    ratio = compound_rate(start, value, years) / abs(compound_rate(start, aim, span))
    if value >= aim:
        return ratio, "target achieved"
    words = {0.95: "on track", 0.6: "progress made but acceleration needed", 0.0: "limited progress"}
    return ratio, next((word for limit, word in words.items() if ratio >= limit), "deterioration")


def sdsn(base, value, aim, years, span, *, worst=0.0, best=1000.0):
    """Return the linear annual growth of the score from 0 to 100 over the one needed, and the arrow."""
    start, now, threshold = (100 * (figure - worst) / (best - worst) for figure in (base, value, aim))
    ratio = ((now - start) / years) / ((threshold - start) / span)
    words = {1.0: "on track", 0.5: "moderately improving", 0.0: "stagnating"}
    return ratio, next((word for limit, word in words.items() if ratio >= limit), "decreasing")


def plain(value, aim, months, span):
    """Return the share done of the whole target, the share of months gone, and what is said of it."""
    done, gone = value / aim, months / span
    return done, gone, "达到序时" if done >= gone else "未达到序时"


def compared(entry, row):
    """Return what the four methods say of the same numbers."""
    year = entry.get("年", 2022)
    base, value, aim = (float(row[name]) for name in ("baseline", "value", "target_value"))
    start, end = date(year - 1, 12, 31), periods.parse(entry["目标"].get("deadline", str(year))).end
    months, span = (12 * (day.year - start.year) + day.month - 12 for day in (periods.parse(row["period"]).end, end))
    done, gone, said = plain(value, aim, months, span)
    ratio, category = open_sdg(base, value, aim, months / 12, span / 12)
    linear, arrow = sdsn(base, value, aim, months / 12, span / 12)
    return {
        "本项目": [row["lag_points"], settings.wording().statuses[row["status"]].word],
        "Open SDG": [ratio, category],
        "SDSN": [linear, arrow],
        "y/T序时": [done, gone, said],
    }


@pytest.mark.parametrize("name", with_key("其他方法"))
def test_other_methods_say_what_the_document_says(name, tmp_path):
    row = row_of(made_of(name, tmp_path).rows, "陕西")
    actual = compared(given(name), row)
    for method, shown in printed(name)["其他方法"].items():
        assert not differing(dict(enumerate(shown)), dict(enumerate(actual[method]))), method


def test_one_example_has_four_verdicts_of_four_ranks():
    """Ranks from good to bad among each method's verdicts on what isn't reached yet."""
    ladders = {
        "本项目": ["达到序时", "略低于序时", "滞后", "严重滞后"],
        "Open SDG": ["on track", "progress made but acceleration needed", "limited progress", "deterioration"],
        "SDSN": ["on track", "moderately improving", "stagnating", "decreasing"],
        "y/T序时": ["达到序时", "未达到序时"],
    }
    shown = given("四种方法，四种结论")["其他方法"]
    assert [ladders[method].index(shown[method][-1]) for method in ladders] == [3, 2, 1, 0]


@pytest.mark.parametrize(("worst", "best"), [(0.0, 200.0), (40.0, 500.0), (159.0, 1000.0)])
def test_the_normalisation_of_sdsn_does_not_change_its_ratio(worst, best):
    ratio, _ = sdsn(160, 177, 200, 4, 5, worst=worst, best=best)
    assert ratio == pytest.approx((177 - 160) / (200 - 160) / (4 / 5))


def test_what_the_document_prefers_is_what_the_table_prefers():
    order = re.search(r"`(final[^`]*synthetic)`", TEXT).group(1)
    assert order.split(" > ") == table.STATUSES
