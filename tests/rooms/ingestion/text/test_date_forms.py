import re

import pytest

from ipanalytics.ingestion.text import date_forms, dates
from ipanalytics.ingestion.text.dates import When

SPELT = [*date_forms.SPELLINGS, *date_forms.DAYS]


@pytest.mark.parametrize("spelling", SPELT, ids=lambda spelling: spelling.example)
def test_a_spelling_becomes_what_its_row_says(spelling):
    assert re.sub(spelling.pattern, spelling.written, spelling.example) == spelling.result


@pytest.mark.parametrize("form", date_forms.FORMS, ids=lambda form: form.example)
def test_a_form_is_the_period_that_its_row_says(form):
    assert date_forms.compiled(form.pattern).search(form.example)
    assert dates.find_period(form.example) == When(form.result, form.kind)


@pytest.mark.parametrize("sign", date_forms.SIGNS, ids=lambda sign: sign.example)
def test_the_pattern_of_a_sign_is_in_its_example(sign):
    assert re.search(f"(?i){sign.pattern}", dates.respelled(sign.example))


@pytest.mark.parametrize(("text", "pattern"), date_forms.DAY_FORMS.items())
def test_a_form_of_days_has_its_example(text, pattern):
    assert date_forms.compiled(pattern).fullmatch(text)
