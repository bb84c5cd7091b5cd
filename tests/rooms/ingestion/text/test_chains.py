from ipanalytics.ingestion.text import chains


def test_places_inside_one_another_are_one_chain():
    assert [chain.code for chain in chains.chains("陕西省宝鸡市陈仓区和铜川")] == ["610304", "610200"]


def test_a_place_outside_the_one_before_begins_a_chain():
    assert [chain.code for chain in chains.chains("宝鸡市、咸阳市")] == ["610300", "610400"]


def test_whole_and_own_are_no_names():
    assert not {"全省", "全市"} & chains.names().keys()
