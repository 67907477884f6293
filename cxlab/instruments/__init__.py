"""Questionnaires: item banks in two languages, scoring, reliability."""

from cxlab.instruments._bank import available, get
from cxlab.instruments._efa import efa
from cxlab.instruments._efa_result import EfaResult
from cxlab.instruments._instrument import Dimension, Instrument, Item, Mode, Scale, Weights
from cxlab.instruments._parallel import ParallelResult, parallel
from cxlab.instruments._reliability import reliability
from cxlab.instruments._reliability_matrix import reliability_from_matrix
from cxlab.instruments._reliability_result import ReliabilityResult
from cxlab.instruments._score import score
from cxlab.instruments._score_result import GapResult, ScoreResult
from cxlab.instruments._validity import validity
from cxlab.instruments._validity_result import ValidityResult

__all__ = [
    "Dimension",
    "EfaResult",
    "GapResult",
    "Instrument",
    "Item",
    "Mode",
    "ParallelResult",
    "ReliabilityResult",
    "Scale",
    "ScoreResult",
    "ValidityResult",
    "Weights",
    "available",
    "efa",
    "get",
    "parallel",
    "reliability",
    "reliability_from_matrix",
    "score",
    "validity",
]
