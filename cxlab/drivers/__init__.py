"""Which experience drives the outcome: regression, importance, IPA, penalty-reward, Kano."""

from cxlab.drivers._compare import compare
from cxlab.drivers._compare_claims import ClaimsResult
from cxlab.drivers._compare_result import CompareResult
from cxlab.drivers._dominance import DominanceResult
from cxlab.drivers._importance import importance
from cxlab.drivers._importance_result import ImportanceResult
from cxlab.drivers._ipa import ipa
from cxlab.drivers._ipa_result import IpaResult
from cxlab.drivers._kano import kano
from cxlab.drivers._kano_result import KanoResult
from cxlab.drivers._kano_table import KanoTable, kano_table
from cxlab.drivers._moderate import moderate
from cxlab.drivers._moderate_region import RegionResult
from cxlab.drivers._moderate_result import ModerationResult
from cxlab.drivers._outranking import OutrankingResult
from cxlab.drivers._penalty_reward import PenaltyRewardResult, penalty_reward
from cxlab.drivers._proportional import ProportionalOddsResult
from cxlab.drivers._regress import regress
from cxlab.drivers._regress_result import RegressionResult
from cxlab.drivers._what_if import WhatIfResult

__all__ = [
    "ClaimsResult",
    "CompareResult",
    "DominanceResult",
    "ImportanceResult",
    "IpaResult",
    "KanoResult",
    "KanoTable",
    "ModerationResult",
    "OutrankingResult",
    "PenaltyRewardResult",
    "ProportionalOddsResult",
    "RegionResult",
    "RegressionResult",
    "WhatIfResult",
    "compare",
    "importance",
    "ipa",
    "kano",
    "kano_table",
    "moderate",
    "penalty_reward",
    "regress",
]
