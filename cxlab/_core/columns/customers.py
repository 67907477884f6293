"""Columns of what customers say and do: recommendation, wishes, lifetimes."""

from cxlab._core.columns.column import Column
from cxlab._core.i18n import N_

CUSTOMERS = {
    "category": Column(N_("category"), N_("what sort of attribute it is"), "text"),
    "promoters": Column(N_("promoters"), N_("share of answers 9-10"), "share"),
    "passives": Column(N_("passives"), N_("share of answers 7-8"), "share"),
    "detractors": Column(N_("detractors"), N_("share of answers 0-6"), "share"),
    "positive": Column(N_("positive experiences"), N_("share of positive experiences"), "share"),
    "neutral": Column(N_("neutral ones"), N_("share of experiences that are neither"), "share"),
    "negative": Column(N_("negative experiences"), N_("share of negative experiences"), "share"),
    "against": Column(
        N_("against"), N_("the group that is subtracted, or the other of a pair"), "text"
    ),
    "p_holm": Column(N_("p (Holm)"), N_("p-value adjusted for the number of comparisons"), "p"),
    "said": Column(N_("said"), N_("share of those who deliver that say so"), "share"),
    "felt": Column(N_("felt"), N_("share of customers that feel so"), "share"),
    "n_said": Column(N_("n (said)"), N_("answers of those who deliver"), "count"),
    "n_felt": Column(N_("n (felt)"), N_("answers of customers"), "count"),
    "n_eff_said": Column(
        N_("effective n (said)"), N_("answers of equal weight that those who deliver are worth")
    ),
    "n_eff_felt": Column(
        N_("effective n (felt)"), N_("answers of equal weight that customers are worth")
    ),
    "margin": Column(N_("margin"), N_("half the width of the interval"), "score"),
    "n_needed": Column(N_("needed"), N_("answers needed; per group of a comparison"), "count"),
    "n_worst": Column(N_("worst case"), N_("answers needed if they vary most"), "count"),
    "n_group": Column(N_("per group"), N_("answers in each of two groups"), "count"),
    "attractive": Column(
        N_("attractive"), N_("answers that make the attribute attractive"), "count"
    ),
    "one_dimensional": Column(
        N_("one-dimensional"), N_("answers that make the attribute one-dimensional"), "count"
    ),
    "must_be": Column(N_("must-be"), N_("answers that make the attribute a must-be"), "count"),
    "indifferent": Column(
        N_("indifferent"), N_("answers to which the attribute makes no difference"), "count"
    ),
    "reverse": Column(N_("reverse"), N_("answers that want the attribute left out"), "count"),
    "questionable": Column(
        N_("questionable"), N_("pairs of answers that contradict each other"), "count"
    ),
    "runner_up": Column(N_("runner-up"), N_("category with the second largest count"), "text"),
    "better": Column(N_("better"), N_("share of A, O, M, I answers that having it pleases")),
    "better_low": Column(N_("better low"), N_("lower end of the interval of better")),
    "better_high": Column(N_("better high"), N_("upper end of the interval of better")),
    "worse": Column(N_("worse"), N_("share that lacking it annoys, with a minus sign")),
    "worse_low": Column(N_("worse low"), N_("lower end of the interval of worse")),
    "worse_high": Column(N_("worse high"), N_("upper end of the interval of worse")),
    "total_strength": Column(
        N_("total strength"), N_("share of attractive, one-dimensional and must-be"), "share"
    ),
    "category_strength": Column(
        N_("category strength"), N_("lead of the largest share over the next"), "share"
    ),
    "functional": Column(N_("if it is there"), N_("answer to the functional question"), "text"),
    "dysfunctional": Column(
        N_("if it is not there"), N_("answer to the dysfunctional question"), "text"
    ),
    "observed": Column(N_("observed"), N_("what was observed, where it was")),
    "lifetime": Column(N_("lifetime"), N_("expected renewals still to come, undiscounted")),
    "discounted": Column(
        N_("margins"), N_("number of margins paid at once that are worth as much")
    ),
    "time": Column(N_("time"), N_("time since the start of the customer's life"), "score"),
    "n_risk": Column(
        N_("under observation"), N_("customers still there just before the time"), "count"
    ),
    "n_event": Column(N_("left"), N_("customers who left"), "count"),
    "n_censored": Column(N_("last seen"), N_("customers last seen while still there"), "count"),
    "median": Column(N_("median lifetime"), N_("time by which half have left"), "score"),
    "median_low": Column(
        N_("median low"), N_("lower end of the interval of the median lifetime"), "score"
    ),
    "median_high": Column(
        N_("median high"), N_("upper end of the interval of the median lifetime"), "score"
    ),
    "restricted_mean": Column(
        N_("mean lifetime"), N_("mean lifetime up to the horizon of the result"), "score"
    ),
    "hazard_ratio": Column(
        N_("hazard ratio"), N_("how many times as fast customers leave, per unit"), "number"
    ),
    "ratio_low": Column(N_("ratio low"), N_("lower end of the interval of the ratio")),
    "ratio_high": Column(N_("ratio high"), N_("upper end of the interval of the ratio")),
    "concordance": Column(
        N_("concordance"), N_("share of pairs of which the one at more risk left first")
    ),
    "age": Column(N_("age"), N_("whole periods since the customer's first one"), "count"),
    "retained": Column(N_("still there"), N_("customers still there at that age"), "count"),
}
