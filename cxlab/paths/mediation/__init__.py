"""Mediation: what of an effect runs through the constructs between."""

from cxlab.paths.mediation._differences import RouteDifferences
from cxlab.paths.mediation._mediate import mediate
from cxlab.paths.mediation._result import MediationResult

__all__ = ["MediationResult", "RouteDifferences", "mediate"]
