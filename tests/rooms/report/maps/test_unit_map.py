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
