"""Which experience drives the outcome: regression, relative importance, IPA, penalty-reward."""

from cxlab.drivers._importance import ImportanceResult, importance
from cxlab.drivers._ipa import IpaResult, ipa
from cxlab.drivers._penalty_reward import PenaltyRewardResult, penalty_reward
from cxlab.drivers._regress import RegressionResult, regress

__all__ = [
    "ImportanceResult",
    "IpaResult",
    "PenaltyRewardResult",
    "RegressionResult",
    "importance",
    "ipa",
    "penalty_reward",
    "regress",
]
