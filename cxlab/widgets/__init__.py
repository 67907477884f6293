"""Widgets: controls, one call of a public function, and a live view of its result."""

from cxlab.widgets._cem_or_crm import cem_or_crm
from cxlab.widgets._drift import drift
from cxlab.widgets._panel import Panel
from cxlab.widgets._paradox import paradox
from cxlab.widgets._realm_map import realm_map

__all__ = ["Panel", "cem_or_crm", "drift", "paradox", "realm_map"]
