"""Questionnaires: item banks in two languages, scoring, reliability, validity, factors."""

from cxlab.instruments._bank import available, get
from cxlab.instruments._efa import efa
from cxlab.instruments._efa_result import EfaResult
from cxlab.instruments._icc import IccResult, icc
from cxlab.instruments._instrument import Dimension, Instrument, Item, Mode, Scale, Weights
from cxlab.instruments._parallel import ParallelResult, parallel
from cxlab.instruments._reliability import reliability
from cxlab.instruments._reliability_matrix import reliability_from_matrix
from cxlab.instruments._reliability_result import ReliabilityResult
from cxlab.instruments._score import score
from cxlab.instruments._score_result import GapResult, ScoreResult
from cxlab.instruments._screen import screen
from cxlab.instruments._screen_result import ScreenResult
from cxlab.instruments._validity import validity
from cxlab.instruments._validity_result import ValidityResult

__all__ = [
    "Dimension",
    "EfaResult",
    "GapResult",
    "IccResult",
    "Instrument",
    "Item",
    "Mode",
    "ParallelResult",
    "ReliabilityResult",
    "Scale",
    "ScoreResult",
    "ScreenResult",
    "ValidityResult",
    "Weights",
    "available",
    "efa",
    "get",
    "icc",
    "parallel",
    "reliability",
    "reliability_from_matrix",
    "score",
    "screen",
    "validity",
]
