"""Covariance models: constructs as causes that items share."""

from cxlab.paths.sem._effects import SemEffects
from cxlab.paths.sem._fit import fit_cfa, fit_sem
from cxlab.paths.sem._invariance import invariance
from cxlab.paths.sem._invariance_result import InvarianceResult
from cxlab.paths.sem._matrix import fit_cfa_from_matrix, fit_sem_from_matrix
from cxlab.paths.sem._result import SemResult
from cxlab.paths.sem._standardised import SemStandardised

__all__ = [
    "InvarianceResult",
    "SemEffects",
    "SemResult",
    "SemStandardised",
    "fit_cfa",
    "fit_cfa_from_matrix",
    "fit_sem",
    "fit_sem_from_matrix",
    "invariance",
]
