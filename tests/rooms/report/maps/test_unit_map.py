from ipanalytics.catalogue import places, settings
from ipanalytics.report.maps import classes, unit_map


def test_names_on_the_map_can_be_read():
    words = settings.wording().weak_words
    assert len(words) == len(settings.wording().weak_breaks) + 1
    for class_ in range(len(words)):
        assert classes.contrast(classes.ink(class_, len(words)), unit_map.colour(class_, len(words))) >= 4.5


def test_lights_can_be_read_on_every_ground():
    for light in settings.wording().statuses.values():
        assert classes.contrast(light.colour, settings.palette()["background"]) >= 4.5


def test_a_map_says_what_it_shows():
    marks = {code: unit_map.Mark("", 0, "x") for code in places.codes("unit")}
    assert unit_map.draw(marks).context["map"]["alt"] == "陕西十二个单元的地图"


def test_a_region_without_a_place_for_its_name_has_none_on_the_map(home):
    path = home / "data" / "divisions" / "map_labels.csv"
    path.write_text("area,x_km,y_km\n", "utf-8")
    marks = {code: unit_map.Mark("", unit_map.UNKNOWN, "") for code in places.codes("unit")}
    context = unit_map.draw(marks).context["map"]
    assert context["regions"] == []
    assert len(context["names"]) == len(places.codes("unit"))
