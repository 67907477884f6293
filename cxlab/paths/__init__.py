"""How one construct leads to another: path models, and mediation."""

from cxlab.paths._differences import RouteDifferences
from cxlab.paths._fit_sem import fit_cfa, fit_sem
from cxlab.paths._mediate import mediate
from cxlab.paths._model import PathModel
from cxlab.paths._parts import Construct, Covariance, Path, construct, covariance, interaction, path
from cxlab.paths._result import MediationResult
from cxlab.paths._sem_result import SemResult

__all__ = [
    "Construct",
    "Covariance",
    "MediationResult",
    "Path",
    "PathModel",
    "RouteDifferences",
    "SemResult",
    "construct",
    "covariance",
    "fit_cfa",
    "fit_sem",
    "interaction",
    "mediate",
    "path",
]
