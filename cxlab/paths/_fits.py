"""What reads fitted path models refuses anything else."""

from __future__ import annotations

from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._core.validate import kind, mapping, text
from cxlab.paths.pls._result import PlsResult
from cxlab.paths.sem._result import SemResult

Fit = PlsResult | SemResult


def fitted(value: Any, name: str) -> Fit:
    """Return a fitted model.

    Raises
    ------
    SpecError
        It is something else.
    """
    if not isinstance(value, Fit):
        raise SpecError(
            _(
                "{name} is no fitted model but {kind}. Give what fit_sem() or fit_pls() returns."
            ).format(name=name, kind=kind(value))
        )
    return value


def several(fits: Any) -> dict[str, Fit]:
    """Return fitted models by name.

    Raises
    ------
    SpecError
        It is no mapping, a name is no text, or something else stands in the place of a model.
    """
    return {
        text(name, "fits"): fitted(fit, repr(name)) for name, fit in mapping(fits, "fits").items()
    }
