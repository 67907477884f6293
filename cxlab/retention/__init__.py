"""How long customers stay and what they are worth: survival, Cox, cohorts, sBG, lifetime value."""

from cxlab.retention._bdw import BdwResult, fit_bdw
from cxlab.retention._cohorts import cohorts
from cxlab.retention._cohorts_result import CohortsResult
from cxlab.retention._cox import cox
from cxlab.retention._cox_result import CoxResult
from cxlab.retention._forecast import ForecastResult
from cxlab.retention._lifetime_result import LifetimeResult
from cxlab.retention._lifetime_value import lifetime_value
from cxlab.retention._lifetime_value_result import LifetimeValueResult
from cxlab.retention._log_rank import LogRankResult
from cxlab.retention._point_value import point_value
from cxlab.retention._point_value_result import PointValueResult
from cxlab.retention._profiles import ProfilesResult
from cxlab.retention._proportional import ProportionalResult
from cxlab.retention._sbg import SbgResult, fit_sbg
from cxlab.retention._survival import survival
from cxlab.retention._survival_result import SurvivalResult

__all__ = [
    "BdwResult",
    "CohortsResult",
    "CoxResult",
    "ForecastResult",
    "LifetimeResult",
    "LifetimeValueResult",
    "LogRankResult",
    "PointValueResult",
    "ProfilesResult",
    "ProportionalResult",
    "SbgResult",
    "SurvivalResult",
    "cohorts",
    "cox",
    "fit_bdw",
    "fit_sbg",
    "lifetime_value",
    "point_value",
    "survival",
]
