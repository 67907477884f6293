"""How one construct leads to another: path models, and mediation."""

from cxlab.paths._compare import compare
from cxlab.paths._compare_result import ModelComparison, PredictionComparison
from cxlab.paths._measurement import Measurement, measurement
from cxlab.paths._what_if import PathWhatIf, what_if
from cxlab.paths.mediation import MediationResult, RouteDifferences, mediate
from cxlab.paths.model import (
    Construct,
    Covariance,
    Path,
    PathModel,
    construct,
    covariance,
    interaction,
    path,
)
from cxlab.paths.pls import (
    ConstructMap,
    PathGroups,
    PlsEffects,
    PlsResult,
    PlsValidity,
    PredictResult,
    compare_groups,
    fit_pls,
)
from cxlab.paths.sem import (
    InvarianceResult,
    SemEffects,
    SemResult,
    SemStandardised,
    fit_cfa,
    fit_cfa_from_matrix,
    fit_sem,
    fit_sem_from_matrix,
    invariance,
)

__all__ = [
    "Construct",
    "ConstructMap",
    "Covariance",
    "InvarianceResult",
    "Measurement",
    "MediationResult",
    "ModelComparison",
    "Path",
    "PathGroups",
    "PathModel",
    "PathWhatIf",
    "PlsEffects",
    "PlsResult",
    "PlsValidity",
    "PredictResult",
    "PredictionComparison",
    "RouteDifferences",
    "SemEffects",
    "SemResult",
    "SemStandardised",
    "compare",
    "compare_groups",
    "construct",
    "covariance",
    "fit_cfa",
    "fit_cfa_from_matrix",
    "fit_pls",
    "fit_sem",
    "fit_sem_from_matrix",
    "interaction",
    "invariance",
    "measurement",
    "mediate",
    "path",
    "what_if",
]
