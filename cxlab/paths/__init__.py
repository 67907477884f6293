"""How one construct leads to another: path models, and mediation."""

from cxlab.paths._compare import compare
from cxlab.paths._compare_groups import PathGroups, compare_groups
from cxlab.paths._compare_result import ModelComparison, PredictionComparison
from cxlab.paths._differences import RouteDifferences
from cxlab.paths._fit_pls import fit_pls
from cxlab.paths._fit_sem import fit_cfa, fit_sem
from cxlab.paths._invariance import invariance
from cxlab.paths._invariance_result import InvarianceResult
from cxlab.paths._measurement import Measurement, measurement
from cxlab.paths._mediate import mediate
from cxlab.paths._model import PathModel
from cxlab.paths._parts import Construct, Covariance, Path, construct, covariance, interaction, path
from cxlab.paths._pls_effects import PlsEffects
from cxlab.paths._pls_map import ConstructMap
from cxlab.paths._pls_predict import PredictResult
from cxlab.paths._pls_result import PlsResult
from cxlab.paths._pls_validity import PlsValidity
from cxlab.paths._result import MediationResult
from cxlab.paths._sem_effects import SemEffects
from cxlab.paths._sem_matrix import fit_cfa_from_matrix, fit_sem_from_matrix
from cxlab.paths._sem_result import SemResult
from cxlab.paths._sem_standardised import SemStandardised
from cxlab.paths._what_if import PathWhatIf, what_if

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
