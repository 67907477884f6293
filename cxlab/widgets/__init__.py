"""Widgets: controls, one call of a public function, and a live view of its result."""

from cxlab.widgets._answer_quality import answer_quality
from cxlab.widgets._case_walk import case_walk
from cxlab.widgets._cem_or_crm import cem_or_crm
from cxlab.widgets._cost_tree import cost_tree
from cxlab.widgets._drift import drift
from cxlab.widgets._driver_chart import driver_chart
from cxlab.widgets._gap_weights import gap_weights
from cxlab.widgets._kano_pair import kano_pair
from cxlab.widgets._kano_plane import kano_plane
from cxlab.widgets._nps_change import nps_change
from cxlab.widgets._panel import Panel
from cxlab.widgets._paradox import paradox
from cxlab.widgets._path_what_if import path_what_if
from cxlab.widgets._realm_map import realm_map
from cxlab.widgets._retention_value import retention_value
from cxlab.widgets._survey_power import survey_power
from cxlab.widgets._triangle import triangle
from cxlab.widgets._value_balance import value_balance

__all__ = [
    "Panel",
    "answer_quality",
    "case_walk",
    "cem_or_crm",
    "cost_tree",
    "drift",
    "driver_chart",
    "gap_weights",
    "kano_pair",
    "kano_plane",
    "nps_change",
    "paradox",
    "path_what_if",
    "realm_map",
    "retention_value",
    "survey_power",
    "triangle",
    "value_balance",
]
