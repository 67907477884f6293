"""Views: a tidy frame in, Axes out.

Every function draws on ``ax`` or on a new figure, with ``title`` for the finding above and ``n``,
the answers counted, below; ``n=0`` writes none.
"""

from cxlab.plots._agreement import agreement
from cxlab.plots._asymmetry import asymmetry
from cxlab.plots._balance import balance
from cxlab.plots._bars import bars
from cxlab.plots._case_map import case_map
from cxlab.plots._coefficients import coefficients
from cxlab.plots._cost_tree import cost_tree
from cxlab.plots._dots import dots
from cxlab.plots._draws import draws
from cxlab.plots._drift_lines import drift_lines
from cxlab.plots._dumbbell import dumbbell
from cxlab.plots._frontier import frontier
from cxlab.plots._importance import importance
from cxlab.plots._ipa import ipa
from cxlab.plots._ladder import ladder
from cxlab.plots._mediation import mediation
from cxlab.plots._ranges import ranges
from cxlab.plots._realm_map import realm_map
from cxlab.plots._sales_steps import sales_steps
from cxlab.plots._sweep import sweep
from cxlab.plots._tornado import tornado
from cxlab.plots._triangle import triangle
from cxlab.plots._words import words

__all__ = [
    "agreement",
    "asymmetry",
    "balance",
    "bars",
    "case_map",
    "coefficients",
    "cost_tree",
    "dots",
    "draws",
    "drift_lines",
    "dumbbell",
    "frontier",
    "importance",
    "ipa",
    "ladder",
    "mediation",
    "ranges",
    "realm_map",
    "sales_steps",
    "sweep",
    "tornado",
    "triangle",
    "words",
]
