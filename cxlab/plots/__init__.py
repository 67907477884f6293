"""Views: a tidy frame in, Axes out.

Every function draws on ``ax`` or on a new figure, with ``title`` for the finding above and ``n``,
the answers counted, below; ``n=0`` writes none.
"""

from cxlab.plots._agreement import agreement
from cxlab.plots._asymmetry import asymmetry
from cxlab.plots._balance import balance
from cxlab.plots._bars import bars
from cxlab.plots._case_map import case_map
from cxlab.plots._claims import claims
from cxlab.plots._coefficients import coefficients
from cxlab.plots._cohort_map import cohort_map
from cxlab.plots._comparison import comparison
from cxlab.plots._cost_tree import cost_tree
from cxlab.plots._curve import curve
from cxlab.plots._differences import differences
from cxlab.plots._dominance import dominance
from cxlab.plots._dots import dots
from cxlab.plots._draws import draws
from cxlab.plots._drift_lines import drift_lines
from cxlab.plots._dumbbell import dumbbell
from cxlab.plots._flags import flags
from cxlab.plots._forest import forest
from cxlab.plots._frontier import frontier
from cxlab.plots._gaps import gaps
from cxlab.plots._importance import importance
from cxlab.plots._ipa import ipa
from cxlab.plots._johnson_neyman import johnson_neyman
from cxlab.plots._kano import kano
from cxlab.plots._kano_table import kano_table
from cxlab.plots._ladder import ladder
from cxlab.plots._loading_map import loading_map
from cxlab.plots._measurement_diagram import measurement_diagram
from cxlab.plots._mediation import mediation
from cxlab.plots._net_bars import net_bars
from cxlab.plots._pair_map import pair_map
from cxlab.plots._path_diagram import path_diagram
from cxlab.plots._period_lines import period_lines
from cxlab.plots._periods import periods
from cxlab.plots._point_gain import point_gain
from cxlab.plots._ranges import ranges
from cxlab.plots._realm_map import realm_map
from cxlab.plots._retention_curve import retention_curve
from cxlab.plots._sales_steps import sales_steps
from cxlab.plots._scree import scree
from cxlab.plots._shares import shares
from cxlab.plots._simple_slopes import simple_slopes
from cxlab.plots._survival_curves import survival_curves
from cxlab.plots._sweep import sweep
from cxlab.plots._thresholds import thresholds
from cxlab.plots._tornado import tornado
from cxlab.plots._triangle import triangle
from cxlab.plots._value_path import value_path
from cxlab.plots._words import words

__all__ = [
    "agreement",
    "asymmetry",
    "balance",
    "bars",
    "case_map",
    "claims",
    "coefficients",
    "cohort_map",
    "comparison",
    "cost_tree",
    "curve",
    "differences",
    "dominance",
    "dots",
    "draws",
    "drift_lines",
    "dumbbell",
    "flags",
    "forest",
    "frontier",
    "gaps",
    "importance",
    "ipa",
    "johnson_neyman",
    "kano",
    "kano_table",
    "ladder",
    "loading_map",
    "measurement_diagram",
    "mediation",
    "net_bars",
    "pair_map",
    "path_diagram",
    "period_lines",
    "periods",
    "point_gain",
    "ranges",
    "realm_map",
    "retention_curve",
    "sales_steps",
    "scree",
    "shares",
    "simple_slopes",
    "survival_curves",
    "sweep",
    "thresholds",
    "tornado",
    "triangle",
    "value_path",
    "words",
]
