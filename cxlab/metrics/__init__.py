"""Metrics with their intervals: NPS, CSAT, CES, churn, retention, net experience, delivery gap."""

from cxlab.metrics._ces import CesMeanResult, CesResult, ces
from cxlab.metrics._churn_rate import ChurnResult, churn_rate
from cxlab.metrics._csat import CsatResult, csat
from cxlab.metrics._delivery_gap import DeliveryGapResult, delivery_gap, gap_of_shares
from cxlab.metrics._difference import DifferenceResult
from cxlab.metrics._net_experience import NetExperienceResult, net_experience, net_of_shares
from cxlab.metrics._nps import NpsResult, nps
from cxlab.metrics._over_time import over_time
from cxlab.metrics._over_time_result import OverTimeResult
from cxlab.metrics._periods import periods
from cxlab.metrics._power import PowerResult, power
from cxlab.metrics._result import MetricResult
from cxlab.metrics._retention_rate import RetentionResult, retention_rate
from cxlab.metrics._sample_size import SampleSizeResult, sample_size
from cxlab.metrics._scorecard import ScorecardResult, scorecard
from cxlab.metrics._trend import TrendResult

__all__ = [
    "CesMeanResult",
    "CesResult",
    "ChurnResult",
    "CsatResult",
    "DeliveryGapResult",
    "DifferenceResult",
    "MetricResult",
    "NetExperienceResult",
    "NpsResult",
    "OverTimeResult",
    "PowerResult",
    "RetentionResult",
    "SampleSizeResult",
    "ScorecardResult",
    "TrendResult",
    "ces",
    "churn_rate",
    "csat",
    "delivery_gap",
    "gap_of_shares",
    "net_experience",
    "net_of_shares",
    "nps",
    "over_time",
    "periods",
    "power",
    "retention_rate",
    "sample_size",
    "scorecard",
]
