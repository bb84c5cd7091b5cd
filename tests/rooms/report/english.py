"""What of a page or an exhibit is Chinese."""

import re

from ipanalytics.core import i18n


def unquoted(text):
    return re.sub(f"{i18n.OPEN}.*?{i18n.CLOSE}", "", text, flags=re.DOTALL)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for inner in value.values() for text in strings(inner))
    elif isinstance(value, list | tuple):
        yield from (text for inner in value for text in strings(inner))
