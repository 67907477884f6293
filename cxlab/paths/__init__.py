"""How one construct leads to another: mediation."""

from cxlab.paths._mediate import MediationResult, mediate

__all__ = ["MediationResult", "mediate"]
