"""Pages in a browser: a context for each set of options, a tab for each page of a module."""

from contextlib import ExitStack

import pytest

LOCAL = ("file:", "data:", "blob:")


@pytest.fixture(scope="session")
def context_with(browser):
    """Return a function that gives the context of such options, which takes three times as long to begin as a tab."""
    with ExitStack() as held:
        contexts = {}

        def get(**options):
            key = tuple(sorted(options.items()))
            if key not in contexts:
                contexts[key] = held.enter_context(browser.new_context(**options))
            return contexts[key]

        yield get


@pytest.fixture(scope="module")
def open_tab(context_with):
    """Return a function that opens an address in a tab of its own, which keeps what went wrong as `faults`.

    Options are those of a context; all tabs of a module are closed at its end.
    """
    with ExitStack() as held:

        def begin(address, width=1280, height=900, **options):
            tab = held.enter_context(context_with(**options).new_page())
            tab.set_viewport_size({"width": width, "height": height})
            tab.faults = []
            tab.on("console", lambda m: tab.faults.append(m.text) if m.type in ("error", "warning") else None)
            tab.on("pageerror", lambda fault: tab.faults.append(str(fault)))
            tab.on("request", lambda asked: None if asked.url.startswith(LOCAL) else tab.faults.append(asked.url))
            tab.goto(address)
            return tab

        yield begin
