import re

import pytest

from ipanalytics.ingestion.text import cell_forms, normalise, numbers
from ipanalytics.ingestion.text.numbers import Missing

FACES = [*cell_forms.ABOUT, *cell_forms.NOTES, *cell_forms.ERRORS, *cell_forms.PARTS]


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.example)
def test_the_pattern_of_a_face_is_in_its_example(face):
    assert re.search(f"(?i){face.pattern}", normalise.tidy(face.example))


@pytest.mark.parametrize("face", cell_forms.SIGNS, ids=lambda face: face.meaning)
def test_a_sign_has_its_meaning(face):
    assert numbers.read_number(face.example) == Missing(face.meaning)


@pytest.mark.parametrize("face", cell_forms.ABOUT, ids=lambda face: face.example)
def test_a_number_that_is_about_says_so(face):
    assert "isn't exact" in numbers.read_number(face.example).reason
