import pytest

from ipanalytics.core import i18n
from ipanalytics.report import markup


@pytest.fixture
def written(tmp_path):
    def write(source, **context):
        (tmp_path / "a.html.j2").write_text(source, encoding="utf-8")
        environment = markup.environment.__wrapped__(tmp_path)
        return environment.get_template("a.html.j2").render(context)

    return write


def test_what_a_template_is_given_is_escaped(written):
    assert written("<p>{{ text }}</p>", text="<b>&") == "<p>&lt;b&gt;&amp;</p>"


def test_a_template_speaks_the_language_in_use(written):
    texts = []
    for language in i18n.TAGS:
        with i18n.using(language):
            texts.append(written('{{ "数据表" | say }}'))
    assert texts[0] == "数据表"
    assert texts[1] != "数据表"


def test_quotations_are_elements_in_text_and_nothing_in_attributes(written):
    with i18n.using("en"):
        text = f"see {i18n.quote('《年鉴》<1>')}"
    html = written('<p title="{{ text }}">{{ text | quoted }}</p>', text=text)
    assert html == '<p title="see 《年鉴》&lt;1&gt;">see <span lang="zh-Hans">《年鉴》&lt;1&gt;</span></p>'
