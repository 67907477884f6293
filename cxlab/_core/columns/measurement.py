"""Columns of questionnaires: items, scales, their reliability and validity."""

from cxlab._core.columns.column import Column
from cxlab._core.i18n import N_

MEASUREMENT = {
    "factor": Column(N_("factor"), N_("a common factor behind items"), "text"),
    "chance": Column(N_("by chance"), N_("what random answers reach at most")),
    "communality": Column(N_("communality"), N_("share of an item that the factors explain")),
    "uniqueness": Column(N_("uniqueness"), N_("share of an item that no factor explains")),
    "complexity": Column(
        N_("complexity"), N_("Hofmann's index: how many factors an item belongs to")
    ),
    "kmo": Column(
        N_("KMO"), N_("Kaiser-Meyer-Olkin measure: how much of an item's correlations is shared")
    ),
    "perception": Column(N_("perception"), N_("what was perceived, on the scale of the answers")),
    "weight": Column(N_("weight"), N_("importance as a share of all dimensions"), "share"),
    "mode": Column(N_("asked as"), N_("which answers the row is about"), "text"),
    "item": Column(N_("item"), N_("column with the answers to one question"), "text"),
    "text": Column(N_("wording"), N_("the question as it is asked"), "text"),
    "covers": Column(N_("includes"), N_("what belongs to the question"), "text"),
    "reversed": Column(
        N_("reversed"), N_("whether a high answer means little of the thing"), "text"
    ),
    "alpha_std": Column(N_("std. alpha"), N_("Cronbach's alpha of the standardised items")),
    "omega": Column(N_("omega"), N_("McDonald's omega of one common factor")),
    "n_items": Column(N_("items"), N_("number of items"), "count"),
    "item_total": Column(N_("item-total"), N_("correlation with the sum of the other items")),
    "omega_total": Column(
        N_("omega total"), N_("what a general factor and three group factors explain of the sum")
    ),
    "omega_h": Column(
        N_("omega hierarchical"), N_("what the general factor alone explains of the sum")
    ),
    "rho_a": Column(
        N_("rho_a"), N_("Dijkstra and Henseler's reliability of items weighted by their loadings")
    ),
    "rho_c": Column(N_("rho_c"), N_("Jöreskog's composite reliability from the loadings")),
    "ave": Column(N_("AVE"), N_("average variance extracted: mean of the squared loadings")),
    "alpha": Column(N_("alpha"), N_("Cronbach's alpha of the items as they are")),
    "mean_r": Column(N_("mean r"), N_("mean correlation between two items")),
    "median_r": Column(N_("median r"), N_("median correlation between two items")),
    "split_half": Column(
        N_("split-half"), N_("mean of Guttman's reliability over all splits into halves")
    ),
    "lambda4": Column(
        N_("lambda 4"), N_("Guttman's reliability of the best split into halves, a lower bound")
    ),
    "lambda6": Column(
        N_("lambda 6"), N_("Guttman's lower bound from squared multiple correlations")
    ),
    "htmt2": Column(N_("HTMT2"), N_("heterotrait-monotrait ratio of geometric means")),
    "htmt2_low": Column(N_("HTMT2 low"), N_("lower end of the interval of HTMT2")),
    "htmt2_high": Column(N_("HTMT2 high"), N_("upper end of the interval of HTMT2")),
    "scale": Column(N_("scale"), N_("the scale an item belongs to"), "text"),
    "scale_low": Column(N_("scale from"), N_("lowest answer that the scale has"), "score"),
    "scale_high": Column(N_("scale to"), N_("highest answer that the scale has"), "score"),
    "column": Column(N_("column"), N_("the column that the row is about"), "text"),
    "dimension": Column(N_("dimension"), N_("dimension of the questionnaire"), "text"),
    "block": Column(N_("block"), N_("questions that are asked together"), "text"),
    "how": Column(N_("found by"), N_("how a question was found to be an item"), "text"),
    "match": Column(N_("likeness"), N_("how alike two wordings are, 0 to 1"), "share"),
    "floor": Column(N_("floor"), N_("share of answers at the low end of the scale"), "share"),
    "ceiling": Column(N_("ceiling"), N_("share of answers at the high end of the scale"), "share"),
    "missing": Column(N_("missing"), N_("share of respondents without an answer"), "share"),
    "skew": Column(N_("skewness"), N_("skewness of the answers; 0 where both sides are alike")),
    "discrimination": Column(
        N_("discrimination"),
        N_("mean of the upper less that of the lower 27%, as a share of the scale's width"),
    ),
    "flags": Column(N_("flags"), N_("rules that the item breaks"), "text"),
    "alpha_if_deleted": Column(N_("alpha without"), N_("Cronbach's alpha without the item")),
    "alpha_end": Column(N_("alpha, end"), N_("Cronbach's alpha of what is subtracted from")),
    "alpha_start": Column(N_("alpha, start"), N_("Cronbach's alpha of what is subtracted")),
    "flagged": Column(N_("flagged"), N_("respondents for whom the flag is raised"), "count"),
    "expected": Column(
        N_("by chance"), N_("share of careful respondents whom chance alone would flag"), "share"
    ),
    "threshold": Column(N_("threshold"), N_("limit beyond which the flag is raised")),
    "criterion": Column(N_("flagged for"), N_("rule of the flag in words"), "text"),
}
