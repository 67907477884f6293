"""Partial least squares: constructs as weighted sums of their items."""

from cxlab.paths.pls._compare_groups import PathGroups, compare_groups
from cxlab.paths.pls._effects import PlsEffects
from cxlab.paths.pls._fit import fit_pls
from cxlab.paths.pls._map import ConstructMap
from cxlab.paths.pls._predict import PredictResult
from cxlab.paths.pls._result import PlsResult
from cxlab.paths.pls._validity import PlsValidity

__all__ = [
    "ConstructMap",
    "PathGroups",
    "PlsEffects",
    "PlsResult",
    "PlsValidity",
    "PredictResult",
    "compare_groups",
    "fit_pls",
]
