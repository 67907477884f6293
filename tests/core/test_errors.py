import warnings

import pytest

import cxlab as cx
from cxlab._core.errors import warn


def test_a_notebook_shows_the_message_and_the_own_line_only():
    with pytest.raises(cx.SpecError, match="not a language") as caught:
        cx.use("fr")
    shown = caught.value._render_traceback_()
    assert shown[0] == '→ cx.use("fr")'
    assert shown[1].startswith("SpecError: 'fr' is not a language")
    assert len(shown) == 2


def test_a_warning_points_at_the_callers_line():
    with pytest.warns(cx.CxWarning, match="weak") as caught:
        warn("weak")
    assert caught[0].filename == __file__


def test_errors_are_also_what_python_calls_them():
    assert issubclass(cx.DataError, ValueError)
    assert issubclass(cx.MissingExtra, ImportError)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cx.CxWarning)
        warn("silent where the reader says so")
