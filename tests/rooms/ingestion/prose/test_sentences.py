import pytest

from tests.rooms.ingestion.prose.builders import reasons, used

# A sentence, and every observation in it.
READ = [
    ("全年共获授权专利2707件，其中发明专利829件，实用新型专利1651件，外观设计专利227件。",
     {"patent_grants": 2707, "invention_grants": 829, "utility_model_grants": 1651, "design_grants": 227}),
    ("年末全市发明专利拥有量3384件，每万人口发明专利拥有量10.52件；高价值发明专利拥有量1196件。",
     {"inventions_in_force": 3384, "inventions_in_force_per_10k": 10.52, "high_value_inventions": 1196}),
    ("全年专利授权量 45387 件，其中，发明专利授权量 24999 件，比上年增长 18.9%。PCT 专利申请受理量 455 件。",
     {"patent_grants": 45387, "invention_grants": 24999, "pct_applications": 455}),
    ("年末有效发明专利拥有量18.4万件，比上年增长14.7%；万人发明专利拥有量140.8件，比上年末增加17.5件。",
     {"inventions_in_force": 184000, "inventions_in_force_per_10k": 140.8}),
    ("截至年底，全市有效商标注册总量78201件，拥有国家地理标志保护产品14件，地理标志证明商标4件，中国驰名商标18件。",
     {"trademarks_in_force": 78201, "gi_products": 14, "gi_marks": 4}),
    ("全年全市专利申请2400件，授权1500件；其中发明专利申请900件，授权120件。",
     {"patent_applications": 2400, "patent_grants": 1500, "invention_applications": 900, "invention_grants": 120}),
    ("有效发明专利突破12万件，达到124675件，居全国第5位。", {"inventions_in_force": 124675}),
    ("有效发明专利由上年的2500件增加到2707件，增长8%。", {"inventions_in_force": 2707}),
    ("2024年，全市专利授权量2500件，2025年2707件。", {"patent_grants": 2707}),
    ("全市专利授权量占全省的74%，达到45387件。", {"patent_grants": 45387}),
    ("有效发明专利比上年增长5%，达到3384件。", {"inventions_in_force": 3384}),
    ("根据初步核算，2025年西安市地区生产总值[2]13902.67亿元，按不变价格计算，比上年增长4.7%。",
     {"gdp": 13902.67, "gdp_growth": 4.7}),
    ("年末常住人口1323.63万人，比上年末增加6.87万人，其中城镇常住人口1072.27万人，城镇化率81.01%。",
     {"population": 13236300}),
    ("年末户籍总人口798.8万人，比上年末增长0.5%。", {"registered_population": 7988000}),
    ("按常住人口计算，人均地区生产总值21.3万元，比上年增长5.0%。", {"gdp_per_capita": 213000}),
    ("认定登记技术合同817项，完成技术合同成交总额80.89亿元。", {"tech_contracts": 817, "tech_contract_value": 80.89}),
    ("全年共签订技术合同4.3万项，成交金额4805亿元，增长7%。", {"tech_contracts": 43000, "tech_contract_value": 4805}),
    ("专利质押融资登记35项，融资金额12.5亿元。", {"pledge_contracts": 35, "pledge_amount": 12.5}),
    ("知识产权质押融资额12.5亿元，惠及企业35家。", {"pledge_amount": 12.5, "pledge_enterprises": 35}),
    ("全社会研究与试验发展（R&D）经费支出400亿元，投入强度为5.1%。", {"rd_expenditure": 400}),
    ("拥有14个国家地理标志产品，农产品地理标志12个。", {"gi_products": 14, "agri_gi": 12}),
    ("截至2025年12月31日，全市有效专利12000件，其中发明专利3384件。",
     {"patents_in_force": 12000, "inventions_in_force": 3384}),
    ("全国专利授权量460.1万件，全省8.63万件，我市1963件。", {"patent_grants": 1963}),
    ("2024年、2025年专利授权量分别为1436件和1963件。", {"patent_grants": 1963}),
    ("全市认定高新技术企业56家，总数达到146家。", {"hitech_enterprises": 146}),
    ("新增有效发明专利120件，总量达523件。", {"inventions_in_force": 523}),
    ("2024年末全市常住人口468.87万人，2025年末463.1万人，减少5.77万人。", {"population": 4631000}),
    ("年末全市总人口376.5万人，其中常住人口337万人。", {"population": 3370000}),
    ("全年技术市场签订成交合同7017项，成交金额310.9亿元。", {"tech_contracts": 7017, "tech_contract_value": 310.9}),
    ("签定技术合同1780份，有效注册商标42.4万枚。", {"tech_contracts": 1780, "trademarks_in_force": 424000}),
    ("商标注册申请7.1万件、注册6.1万件，有效注册商标总量39.8万件。",
     {"trademark_applications": 71000, "trademark_registrations": 61000, "trademarks_in_force": 398000}),
    ("办理专利权质押登记合同566件，质押专利1893件，质押融资金额28.6亿元。",
     {"pledge_contracts": 566, "pledged_patents": 1893, "pledge_amount": 28.6}),
    ("全市每万人发明专利拥有量是全国平均水平的2.4倍，达到57.6件。", {"inventions_in_force_per_10k": 57.6}),
    ("全市专利授权量位居全省第七，达1091件。", {"patent_grants": 1091}),
    ("全市有效注册商标累计达42400件，专利申请授权量1091件。", {"trademarks_in_force": 42400, "patent_grants": 1091}),
    ("年末有效发明专利465件，其中企业200件、高校150件；高价值发明专利120件。",
     {"inventions_in_force": 465, "high_value_inventions": 120}),
    ("新增高新技术企业161家，累计1627家。", {"hitech_enterprises": 1627}),
    ("人均GDP4.49万元，人均地区生产总值（按常住人口计算）44900元。", {"gdp_per_capita": 44900}),
    ("与上年相比，专利授权量增加527件，达到1963件。", {"patent_grants": 1963}),
    ("初步核算，2025年全市实现地区生产总值100亿元。其中，第一产业增加值5亿元，第二产业45亿元。",
     {"gdp": 100, "gdp_primary": 5, "gdp_secondary": 45}),
    ("全年授权专利一千二百件，其中发明专利三百零五件。拥有地理标志商标二十三件。",
     {"patent_grants": 1200, "invention_grants": 305, "gi_marks": 23}),
    ("全年专利授权量2707件。按类型分，发明829件，实用新型1651件，外观设计227件。",
     {"patent_grants": 2707, "invention_grants": 829, "utility_model_grants": 1651, "design_grants": 227}),
    ("全年专利授权量首次突破万件大关，达10235件。", {"patent_grants": 10235}),
    ("全市拥有有效专利5.6万件，其中：发明专利、实用新型、外观设计专利分别为1.2万件、3.6万件、0.8万件。",
     {"patents_in_force": 56000, "inventions_in_force": 12000,
      "utility_models_in_force": 36000, "designs_in_force": 8000}),
    ("全年授权发明、实用新型和外观设计专利分别为829件、1651件和227件。",
     {"invention_grants": 829, "utility_model_grants": 1651, "design_grants": 227}),
    ("全年实现生产总值2234.58亿元，名义增长7.1%，实际增长5.2%，其中第一产业增加值100亿元，增长3.1%。",
     {"gdp": 2234.58, "gdp_growth": 5.2, "gdp_primary": 100}),
    ("全国生产总值增长5.0%，全市地区生产总值下降1.2%，降至2234.58亿元。", {"gdp": 2234.58, "gdp_growth": -1.2}),
    ("一季度地区生产总值增长5.1%，全年2234.58亿元，按现价计算，比上年增长7.1%。", {"gdp": 2234.58}),
    ("地区生产总值2234.58亿元，年均增长6%，两年平均增长5%，市区增长7%，预计增长8%。", {"gdp": 2234.58}),
    ("全年《专利合作条约》（PCT）国际专利申请量2.43万件，马德里商标国际注册申请量35件。",
     {"pct_applications": 24300, "madrid_applications": 35}),
    ("累计批准地理标志保护产品88个，地理标志专用标志使用市场主体560家。", {"gi_products": 88, "gi_mark_users": 560}),
    ("全年专利授权1963件（其中发明73件、实用新型1720件、外观设计170件），比上年增长36.7%。",
     {"patent_grants": 1963, "invention_grants": 73, "utility_model_grants": 1720, "design_grants": 170}),
    ("全年新核准注册商标4.1万件，商标注册申请量5.2万件；年末有效注册商标42.40万件。",
     {"trademark_registrations": 41000, "trademark_applications": 52000, "trademarks_in_force": 424000}),
    # In the style of the communiqués of ten other cities.
    ("全年全市专利授权量2.38万件，同比下降12.4%，其中发明专利授权量6128件，同比增长9.8%。",
     {"patent_grants": 23800, "invention_grants": 6128}),
    ("截至年底，全市有效发明专利量达4.26万件，每万人口有效发明专利拥有量45.8件，居全省第2位。",
     {"inventions_in_force": 42600, "inventions_in_force_per_10k": 45.8}),
    ("年末有效发明专利拥有量突破3万件，达30128件，同比增长15.6%，其中高价值发明专利1.21万件，占比40.2%。",
     {"inventions_in_force": 30128, "high_value_inventions": 12100}),
    ("全年授权专利8763件（其中发明专利1320件、实用新型专利6213件、外观设计专利1230件），比上年下降6.1%。",
     {"patent_grants": 8763, "invention_grants": 1320, "utility_model_grants": 6213, "design_grants": 1230}),
    ("全年专利申请量、授权量分别达12345件、8763件，分别增长5.6%和下降3.2%；"
     "发明专利申请量和授权量分别为4321件、1320件。",
     {"patent_applications": 12345, "patent_grants": 8763, "invention_applications": 4321,
      "invention_grants": 1320}),
    ("全市累计拥有有效注册商标15.6万件，比上年净增1.8万件，地理标志商标23件，国家地理标志保护产品11个。",
     {"trademarks_in_force": 156000, "gi_marks": 23, "gi_products": 11}),
    ("新增地理标志证明商标3件，累计达26件。",
     {"gi_marks": 26}),
    ("年末累计有效商标注册量287653件，全年新增商标注册31245件。",
     {"trademarks_in_force": 287653, "trademark_registrations": 31245}),
    ("全年实现知识产权质押融资86.4亿元，惠及企业523家。",
     {"pledge_amount": 86.4, "pledge_enterprises": 523}),
    ("全年共登记技术合同5123项，比上年增加412项；技术合同成交金额312.5亿元，增长21.3%，"
     "其中技术交易额298.4亿元。",
     {"tech_contracts": 5123, "tech_contract_value": 312.5}),
    ("年末常住人口458.36万人，比上年末净减2.04万人，其中城镇人口256.31万人，常住人口城镇化率55.92%。",
     {"population": 4583600}),
    ("年末户籍总户数168.3万户，户籍总人口523.17万人；年末常住人口458.36万人。",
     {"registered_population": 5231700, "population": 4583600}),
    ("截至2025年末，全市有效发明专利18230件，同比增长13.2%，其中企业有效发明专利12030件，占66.0%。",
     {"inventions_in_force": 18230}),
    ("全市新增授权专利6521件，其中，授权发明专利1250件；有效发明专利5230件，每万人发明专利拥有量11.41件。",
     {"patent_grants": 6521, "invention_grants": 1250, "inventions_in_force": 5230,
      "inventions_in_force_per_10k": 11.41}),
    ("全市共有国家地理标志产品14个，地理标志集体商标、证明商标38件，地理标志专用标志使用企业213家。",
     {"gi_products": 14, "gi_marks": 38, "gi_mark_users": 213}),
    ("年末，全市拥有有效注册商标126,530件，比上年末增长9.4%；驰名商标12件；地理标志证明商标16件；"
     "国家地理标志保护产品6个。",
     {"trademarks_in_force": 126530, "gi_marks": 16, "gi_products": 6}),
    ("全年知识产权质押融资总额63.2亿元、惠及企业412家，同比分别增长25.3%、18.9%。",
     {"pledge_amount": 63.2, "pledge_enterprises": 412}),
    ("全市登记技术合同4521项，成交额突破300亿元，达312.6亿元，其中技术交易额280亿元。",
     {"tech_contracts": 4521, "tech_contract_value": 312.6}),
    ("全年人均地区生产总值68932元，比上年增长6.3%，按年平均汇率折算为9650美元。",
     {"gdp_per_capita": 68932}),
    ("新增高新技术企业203家，总数突破1200家，达到1205家。",
     {"hitech_enterprises": 1205}),
    ("全市每万人口发明专利拥有量由上年的22.5件提高到25.7件。",
     {"inventions_in_force_per_10k": 25.7}),
    ("全年共核准商标注册1.32万件，商标有效注册量达12.65万件，同比增长8.9%。",
     {"trademark_registrations": 13200, "trademarks_in_force": 126500}),
    ("年末有效专利拥有量56012件，其中发明11803件、实用新型39012件、外观设计5197件。",
     {"patents_in_force": 56012, "inventions_in_force": 11803, "utility_models_in_force": 39012,
      "designs_in_force": 5197}),
    ("2025年获得专利授权12034件、商标注册13250件、PCT专利申请120件。",
     {"patent_grants": 12034, "trademark_registrations": 13250, "pct_applications": 120}),
    ("全年新增地理标志专用标志用标企业38家，累计215家。",
     {"gi_mark_users": 215}),
]  # fmt: skip

# A sentence of which no figure is an observation, and a word of why.
LEFT_OUT = [
    ("专利授权约2700件。", "exact"),
    ("有效注册商标42.4万余件。", "exact"),
    ("专利授权量2000-3000件。", "range"),
    ("全年专利授权量45 387件。", "blank"),
    ("上年专利授权量2500件。", "isn't 2025"),
    ("前三季度专利授权量2000件。", "isn't 2025"),
    ("1-11月专利授权2500件。", "isn't 2025"),
    ("“十四五”期间累计授权专利12万件。", "isn't 2025"),
    ("截至2025年底，全市累计授权专利12万件。", "since a time"),
    ("专利授权量累计达到1.2万件。", "since a time"),
    ("累计认定高新技术企业1627家。", "added"),
    ("国内专利授权1091件。", "another place"),
    ("12月份专利授权量250件。", "isn't 2025"),
    ("一季度地区生产总值280亿元，上半年620亿元，前三季度950亿元。", "isn't 2025"),
    ("力争2026年专利授权量达到3000件。", "isn't 2025"),
    ("2026年，将力争有效发明专利达到9000件。", "isn't 2025"),
    ("全年预计实现地区生产总值3000亿元。", "not done yet"),
    ("全省专利授权量86272件，其中宝鸡市2707件。", "another place"),
    ("高新区专利授权300件，有效发明专利900件。", "another place"),
    ("规模以上工业企业拥有有效发明专利3000件，其中高价值发明专利1000件。", "another place"),
    ("规上企业专利授权量占全市的74%，达到300件。", "another place"),
    ("战新产业发明专利授权量300件，其中高价值发明专利200件。", "isn't understood"),
    ("年末总人口334.56万人。", "several things"),
    ("全年新增注册商标1200件。", "several things"),
    ("获批地理标志保护产品3个。", "added"),
    ("全年地理标志商标5件。", "added"),
    ("常住人口（不含韩城）463万人。", "isn't understood"),
    ("全国人口141175万人。", "another place"),
    ("韩城市实现生产总值430亿元，华州区生产总值150亿元。", "another place"),
    ("常住人口463.10万。", "doesn't fit"),
    ("专利授权1963。", "doesn't fit"),
    ("全年专利申请量3000件（不含高新区）。", "brackets"),
    ("技术合同成交额817项。", "doesn't fit"),
    ("每百万人口发明专利拥有量1052件。", "isn't understood"),
]

# Known for something else, or beside a level.
BESIDE = [
    "每十亿元地区生产总值发明专利拥有量35.29件，增长13.6%。",
    "年末城镇人口247.70万人，出生人口2.28万人。",
    "新增有效发明专利500件。",
    "专利授权量比上年增加87件，增长3.3%。",
    "专利授权量居全国第12位。",
]


@pytest.mark.parametrize(("text", "values"), READ)
def test_every_figure_of_a_sentence_is_read_and_nothing_else(text, values):
    assert used(text) == values


@pytest.mark.parametrize(("text", "reason"), LEFT_OUT)
def test_what_cant_be_placed_is_left_out_and_says_why(text, reason):
    assert used(text) == {}
    assert any(reason in said for _, said in reasons(text))
    assert {fate for fate, _ in reasons(text)} == {"left_out"} | ({"check"} if "%" in text else set())


@pytest.mark.parametrize("text", BESIDE)
def test_changes_ranks_and_other_things_are_no_levels(text):
    assert used(text) == {}
    assert {fate for fate, _ in reasons(text)} <= {"check"}


def test_a_place_holds_until_its_own_is_named():
    found = used("高新区新增企业500家，专利授权量300件；全市专利授权量2707件。有效发明专利3384件。")
    assert found == {"patent_grants": 2707, "inventions_in_force": 3384}


def test_of_which_goes_on_in_the_next_sentence():
    assert used("全年授权专利2707件。其中，发明829件。") == {"patent_grants": 2707, "invention_grants": 829}
    assert used("全年授权专利2707件。发明专利829件。") == {"patent_grants": 2707}
