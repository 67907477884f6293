"""How one construct leads to another: mediation."""

from cxlab.paths._differences import RouteDifferences
from cxlab.paths._mediate import mediate
from cxlab.paths._result import MediationResult

__all__ = ["MediationResult", "RouteDifferences", "mediate"]
