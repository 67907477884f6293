"""A server and a browser for the tests of a file, and visits that notice what goes wrong."""

import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
import chromium
import dash
from visits import Visit


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """Return the address of the worker's own server."""
    with dash.serve(tmp_path_factory.mktemp("visitor")) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    """Return a Chromium; it ends with the file, for Playwright keeps an event loop running."""
    with sync_playwright() as playwright:
        started = chromium.launch(playwright)
        if started is None:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(chromium.advice())
        yield started
        started.close()


@pytest.fixture
def visit(browser, address):
    """Return a function that opens a page; at the end nothing must have gone wrong on it."""
    visits = []

    def opened(url="/", lang="en", width=1280, *, panels=0, dark=False):
        visits.append(Visit(browser, address, lang=lang, width=width, dark=dark))
        visits[-1].open(url, panels=panels)
        return visits[-1]

    yield opened
    for each in visits:
        each.shoot()
        each.close()
    wrong = [fault for each in visits for fault in each.faults]
    assert not wrong, "\n".join(wrong)
