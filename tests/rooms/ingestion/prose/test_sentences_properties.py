"""Sentences written at random from known values are read back, whatever stands around the figures."""

from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.ingestion.prose.builders import used

COUNTS = {
    "patent_grants": ("专利授权量", "授权专利", "专利授权"),
    "patent_applications": ("专利申请量", "专利申请受理量", "申请专利"),
    "inventions_in_force": ("有效发明专利拥有量", "有效发明专利", "发明专利拥有量"),
    "high_value_inventions": ("高价值发明专利拥有量", "高价值发明专利"),
    "pct_applications": ("PCT专利申请量", "PCT国际专利申请受理量"),
    "trademarks_in_force": ("有效注册商标", "商标有效注册量", "有效商标注册总量"),
    "tech_contracts": ("登记技术合同", "签订技术合同", "技术合同成交数"),
}
TYPES = {"invention_grants": "发明", "utility_model_grants": "实用新型", "design_grants": "外观设计"}
TIMES, OWN, VERBS = ("", "2025年，", "2025年"), ("", "全市", "西安市", "我市"), ("", "为", "达", "达到", "共")
# What stands beside figures and is none: a change, a rank, a share, another thing, another place, another year.
BESIDE = (
    *("，比上年增长5.3%", "，同比下降2%", "，居全国第5位", "，占全省的74.1%", "，比上年增加87件", "", "", ""),
    *("，其中高校300件", "，上年为2500件", "，较上年末提高0.58个百分点"),
)
ENDS = ("。", "；", "。其他工作取得新成效。")
counts = st.integers(1, 999_999)


def written(value, draw):
    """Write a count as offices do: 12345件, 12,345件, １２３４５件, 1.2345万件."""
    unit = "件"
    forms = [f"{value}{unit}", f"{value:,}{unit}", f" {value} {unit}", f"{value}{unit}".translate(WIDE)]
    forms += [f"{value / 10_000:.4f}万{unit}"] if value >= 10_000 else []
    return draw(st.sampled_from(forms))


WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@st.composite
def texts(draw):
    """Return a text and the values in it."""
    values = draw(st.dictionaries(st.sampled_from(sorted(COUNTS)), counts, min_size=1, max_size=5))
    text = ""
    for indicator, value in list(values.items()):
        subject, verb = draw(st.sampled_from(COUNTS[indicator])), draw(st.sampled_from(VERBS))
        text += draw(st.sampled_from(TIMES)) + draw(st.sampled_from(OWN)) + subject + verb + written(value, draw)
        if indicator == "patent_grants" and draw(st.booleans()):
            parts = draw(st.dictionaries(st.sampled_from(sorted(TYPES)), counts, min_size=1))
            listed = [TYPES[part] + draw(st.sampled_from(("", "专利"))) + written(n, draw) for part, n in parts.items()]
            text += draw(st.sampled_from(("，其中", "，其中：", "。其中，"))) + draw(st.sampled_from("，、")).join(
                listed
            )
            values |= parts
        text += draw(st.sampled_from(BESIDE)) + draw(st.sampled_from(ENDS))
    return text, values


@given(texts())
def test_what_was_written_is_read_back_and_nothing_else(text_and_values):
    text, values = text_and_values
    assert used(text) == values
