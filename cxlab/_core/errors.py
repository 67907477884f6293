"""The errors of cxlab, and a warning that points at the caller's line."""

from __future__ import annotations

import sys
import traceback
import warnings
from pathlib import Path

_PACKAGE = str(Path(__file__).parents[1])


class CxError(Exception):
    """Base of every error that cxlab raises: says what, where, the rule and the way out."""

    def _render_traceback_(self) -> list[str]:
        """Show a notebook's reader the message and the own line, not the inside of the package."""
        frames = traceback.extract_tb(self.__traceback__)
        own = [frame for frame in frames if not _inside(frame.filename)]
        where = [f"→ {own[-1].line}"] if own and own[-1].line else []
        return [*where, f"{type(self).__name__}: {self}"]


class DataError(CxError, ValueError):
    """The data break a rule: a column is absent, a value out of range, nobody is left."""


class SpecError(CxError, ValueError):
    """The request is wrong: an unknown option, an instrument or a tree that does not add up."""


class ModelError(CxError, ArithmeticError):
    """A model has no answer on these data: separation, collinearity, no convergence."""


class MissingExtra(CxError, ImportError):
    """An optional library is not installed; the message carries the install line."""


class CxWarning(UserWarning):
    """The answer stands, but is weaker than it looks."""


def _inside(filename: str) -> bool:
    return filename.startswith(_PACKAGE) or "site-packages" in filename


def warn(message: str) -> None:
    """Issue a :class:`CxWarning` that points at the first line outside cxlab."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, CxWarning, stacklevel=level)
