import pytest

from ipanalytics.monitoring import assessment
from ipanalytics.monitoring.allocation import proposals
from ipanalytics.report.sections.lights import status_table
from ipanalytics.report.sections.office import shares
from ipanalytics.report.sections.reads import Page


@pytest.fixture(scope="module")
def promised(december, aim):
    """Judge December again where 西安, 铜川 and 榆林 have set themselves a part, 铜川 as growth."""
    own = [aim(f"Y{area}", "standard_adopters_new", "flow", value, area=area) for area, value in
           (("610100", 60.0), ("610800", 100.0))]  # fmt: skip
    growth = aim("Y610200", "standard_adopters_new", "growth", 0.1, area="610200")
    return assessment.judge_again(december, [*december.targets, *own, growth])


def test_own_targets_stand_beside_the_proposed_shares(promised):
    (exhibit,) = shares.exhibits(promised, "610000")
    assert exhibit.title == "贯标单位：各单元自定目标合计160家，比全省目标多10家"
    rows = {row["单元"]: row for row in exhibit.table.to_dict("records")}
    assert rows["西安"] == {"单元": "西安", "自定目标": "60家", "分摊建议": "49家", "相差": "+11"}
    assert rows["铜川"] == {"单元": "铜川", "自定目标": "–", "分摊建议": "3家", "相差": "–"}
    assert "没有自定目标的：宝鸡、咸阳、" in exhibit.note
    assert "口径不同、没有计入合计的：铜川。" in exhibit.note
    assert "分摊建议：按2021年末常住人口分摊（最大余数法）。" in exhibit.note
    assert exhibit.is_synthetic == exhibit.evidence["status"].eq("synthetic").any()
    assert len(exhibit.evidence) >= 12


def test_only_the_province_shows_it_and_only_where_a_unit_has_its_own(december, promised):
    assert shares.exhibits(promised, "610800") == shares.exhibits(december, "610000") == ()
    titles = [exhibit.title for exhibit in status_table.draw_heat(promised, "610000").exhibits]
    assert titles[1:] == ["贯标单位：各单元自定目标合计160家，比全省目标多10家"]


def test_what_lacks_a_figure_is_said(promised):
    bare = assessment.judge(promised.table[promised.table["indicator"] != "population"], promised.targets,
                            "2022-12-31", promised.rules)  # fmt: skip
    (exhibit,) = shares.exhibits(bare, "610000")
    assert set(exhibit.table["分摊建议"]) == {"–"}
    assert "缺单元的数，算不出分摊建议。" in exhibit.note


def test_a_page_is_made_again_where_what_was_promised_differs(promised, december):
    def read(year):
        page = Page("610000")
        page.__dict__["year"] = year
        return list(shares.promised(page))

    assert read(december) == []
    texts, evidence = [part for part in read(promised) if isinstance(part, str)], read(promised)[2]
    assert "Y610800" in texts[0]
    assert set(evidence["indicator"]) == {"population"}


def test_the_words_of_a_proposal_say_what_was_left_for_the_gap(december):
    proposal = proposals.propose(december.target("T04"), december.book, "gap")
    assert shares.method(proposal) == "各单元先保住2021年末的数，余下7家按少于人口应分数的多少补（最大余数法）"
    assert shares.remark(proposal, "610200") == "铜川市：2021年末常住人口70.5万人，2021年末示范试点2家"
