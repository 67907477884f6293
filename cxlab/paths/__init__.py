"""How one construct leads to another: path models, and mediation."""

from cxlab.paths._differences import RouteDifferences
from cxlab.paths._mediate import mediate
from cxlab.paths._model import PathModel
from cxlab.paths._parts import Construct, Covariance, Path, construct, covariance, interaction, path
from cxlab.paths._result import MediationResult

__all__ = [
    "Construct",
    "Covariance",
    "MediationResult",
    "Path",
    "PathModel",
    "RouteDifferences",
    "construct",
    "covariance",
    "interaction",
    "mediate",
    "path",
]
