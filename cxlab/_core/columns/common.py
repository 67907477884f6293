"""Columns that any result can have."""

from cxlab._core.columns.column import Column
from cxlab._core.i18n import N_

COMMON = {
    "term": Column(N_("term"), N_("what the row is about"), "text"),
    "group": Column(N_("group"), N_("the subset of the data, or the kind of effect"), "text"),
    "model": Column(N_("model"), N_("the model the row belongs to"), "text"),
    "estimate": Column(N_("estimate"), N_("the estimated quantity, in the unit the result names")),
    "std_error": Column(N_("std. error"), N_("standard error of the estimate")),
    "statistic": Column(N_("statistic"), N_("test statistic (t, z or F)")),
    "df": Column(N_("df"), N_("degrees of freedom of the statistic")),
    "p_value": Column(
        N_("p"), N_("two-sided p-value of the hypothesis that the estimate is zero"), "p"
    ),
    "conf_low": Column(N_("low"), N_("lower end of the confidence interval")),
    "conf_high": Column(N_("high"), N_("upper end of the confidence interval")),
    "n": Column(N_("n"), N_("answers counted after exclusions"), "count"),
    "n_dropped": Column(
        N_("dropped"), N_("rows left out, for the reasons the result gives"), "count"
    ),
    "mean": Column(N_("mean"), N_("arithmetic mean")),
    "sd": Column(N_("sd"), N_("standard deviation with n - 1 in the denominator")),
    "rank": Column(N_("rank"), N_("position, 1 for the largest"), "count"),
    "share": Column(N_("share"), N_("part of a whole, 0 to 1"), "share"),
    "period": Column(N_("period"), N_("periods since the start, 0 for the start"), "count"),
    "status": Column(N_("status"), N_("what follows for the row"), "text"),
    "kind": Column(N_("kind"), N_("what sort of entry the row is"), "text"),
    "draws": Column(N_("resamples"), N_("number of bootstrap resamples"), "count"),
    "verdict": Column(N_("verdict"), N_("what a check or a test says"), "text"),
    "method": Column(N_("method"), N_("the method the row belongs to"), "text"),
    "n_eff": Column(N_("effective n"), N_("answers of equal weight these are worth"), "score"),
}
