"""One glossary for the columns of all results: meaning, unit and heading."""

from __future__ import annotations

from dataclasses import dataclass

from cxlab._core.i18n import N_, _


@dataclass(frozen=True)
class Column:
    """A column's heading and meaning (both marked for translation) and its unit."""

    heading: str
    meaning: str
    unit: str = "number"  # number, index, score, share, points, p, count, money, text

    @property
    def label(self) -> str:
        """The heading in the language in use."""
        return _(self.heading)


GLOSSARY: dict[str, Column] = {
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
    "sd": Column(N_("sd"), N_("standard deviation with n - 1 in the denominator")),
    "change": Column(N_("change"), N_("by how much the answers to a driver move")),
    "rank": Column(N_("rank"), N_("position, 1 for the largest"), "count"),
    "share": Column(N_("share"), N_("part of a whole, 0 to 1"), "share"),
    "experience": Column(
        N_("experience"), N_("what was lived through, on the scale of the answers")
    ),
    "expectation": Column(N_("expectation"), N_("what was expected, on the scale of the answers")),
    "satisfaction": Column(N_("satisfaction"), N_("experience minus expectation")),
    "importance": Column(
        N_("importance"), N_("importance, stated by respondents or derived from data")
    ),
    "weighted": Column(N_("weighted"), N_("importance times estimate")),
    "period": Column(N_("period"), N_("periods since the start, 0 for the start"), "count"),
    "k": Column(N_("k"), N_("coefficients of the model, the intercept included"), "count"),
    "r2": Column(N_("R²"), N_("share of the outcome's variance that the model explains")),
    "adj_r2": Column(N_("adj. R²"), N_("R² corrected for the number of coefficients")),
    "aic": Column(N_("AIC"), N_("Akaike's criterion; smaller is better")),
    "df_resid": Column(
        N_("resid. df"), N_("denominator degrees of freedom of F, or residual ones")
    ),
    "low_usd": Column(N_("from (USD)"), N_("lower end of the price range in US dollars")),
    "high_usd": Column(N_("to (USD)"), N_("upper end of the price range in US dollars")),
    "multiple": Column(N_("multiple"), N_("times the row before, middle to middle on a log scale")),
    "confidence": Column(
        N_("confidence"), N_("how surely the number was traced to its source"), "text"
    ),
    "source": Column(N_("source"), N_("where the number stands"), "text"),
    "participation": Column(N_("participation"), N_("passive below zero, active above")),
    "connection": Column(N_("connection"), N_("absorption below zero, immersion above")),
    "realm": Column(N_("realm"), N_("realm of experience"), "text"),
    "border": Column(
        N_("on a border"), N_("whether the point lies on a border between realms"), "text"
    ),
    "meaning": Column(N_("meaning"), N_("what the term means"), "text"),
    "example": Column(N_("example"), N_("an example of the term"), "text"),
    "parts": Column(N_("parts"), N_("what belongs to the term"), "text"),
    "rule": Column(
        N_("what holds instead"), N_("the rule that replaces the misconception"), "text"
    ),
    "customers": Column(
        N_("target customers"), N_("whom the firm has chosen to serve best"), "text"
    ),
    "key_experience": Column(
        N_("key experience"), N_("the experience that target customers weigh most"), "text"
    ),
    "cem": Column(N_("CEM"), N_("customer experience management"), "text"),
    "crm": Column(N_("CRM"), N_("customer relationship management"), "text"),
    "actual": Column(N_("actual"), N_("actual experience, step 2a of a case"), "score"),
    "ideal": Column(N_("ideal"), N_("ideal experience, step 4a of a case"), "score"),
    "ideal_gap": Column(N_("gap to ideal"), N_("actual minus ideal experience, step 4b"), "score"),
    "low": Column(N_("at least"), N_("smallest value that the missing cells allow"), "score"),
    "high": Column(N_("at most"), N_("largest value that the missing cells allow"), "score"),
    "status": Column(N_("status"), N_("what follows for the row"), "text"),
    "kind": Column(N_("kind"), N_("what sort of entry the row is"), "text"),
    "shops": Column(N_("shops"), N_("number of shops open"), "count"),
    "sales": Column(N_("sales"), N_("sales of all shops together")),
    "ratio": Column(N_("times one shop"), N_("sales as a multiple of those of one shop"), "score"),
    "per_shop": Column(N_("per shop"), N_("that multiple divided by the number of shops"), "score"),
    "decision": Column(N_("decision"), N_("what the rule says to do next"), "text"),
    "area": Column(N_("area"), N_("area of practice that a statement belongs to"), "text"),
    "answer": Column(N_("answer"), N_("the answer given, on the scale of the result"), "score"),
    "n_missing": Column(N_("unanswered"), N_("answers that are not there"), "count"),
    "requirement": Column(N_("requirement"), N_("what would close the gap"), "text"),
    "level": Column(N_("level"), N_("depth in the tree, 0 for the trunk"), "count"),
    "share_of_parent": Column(
        N_("share of parent"), N_("part of the branch above, 0 to 1"), "share"
    ),
    "amount": Column(N_("amount"), N_("money, in the currency the result names"), "money"),
    "outcome": Column(N_("outcome"), N_("how a branch ends: lost, at risk or kept"), "text"),
    "lost": Column(N_("lost"), N_("revenue lost"), "money"),
    "at_risk": Column(N_("at risk"), N_("revenue that may still be lost"), "money"),
    "kept": Column(N_("kept"), N_("revenue that stays"), "money"),
    "revenue": Column(N_("revenue"), N_("revenue that the tree divides"), "money"),
    "share_after": Column(N_("share after"), N_("share once the lever has been moved"), "share"),
    "saving": Column(N_("saving"), N_("loss avoided; negative where the loss grows"), "money"),
    "per_point": Column(N_("per point"), N_("saving per percentage point moved"), "money"),
    "points": Column(N_("points"), N_("percentage points by which a share moves"), "score"),
    "most": Column(N_("at the limit"), N_("saving when the lever is pushed to its limit"), "money"),
    "down": Column(N_("share lower"), N_("change of the loss when the share is lower"), "money"),
    "up": Column(N_("share higher"), N_("change of the loss when the share is higher"), "money"),
    "extra": Column(N_("extra loss"), N_("loss above that at the present share"), "money"),
    "value": Column(N_("value"), N_("value that one unit of money brings"), "score"),
    "cap": Column(N_("cap"), N_("the most that is worth spending"), "money"),
    "gain": Column(N_("gain"), N_("value times amount")),
    "exercises": Column(N_("exercises"), N_("exercises of the unit"), "count"),
    "solved": Column(N_("solved"), N_("exercises answered rightly at least once"), "count"),
    "attempts": Column(N_("attempts"), N_("answers checked so far"), "count"),
    "minutes": Column(N_("minutes"), N_("time a unit takes"), "count"),
    "words_en": Column(N_("English words"), N_("words of the English text"), "count"),
    "words_zh": Column(N_("Chinese words"), N_("characters of the Chinese text / 1.6"), "count"),
    "code_cells": Column(N_("code cells"), N_("code cells of the students' copy"), "count"),
    "tested_cells": Column(N_("tested cells"), N_("cells whose output is compared"), "count"),
    "correct": Column(N_("solution passes"), N_("whether the solution is accepted")),
    "mistakes": Column(N_("mistakes"), N_("typical wrong answers listed"), "count"),
    "recognised": Column(N_("recognised"), N_("mistakes answered with their message"), "count"),
    "hints": Column(N_("hints"), N_("hints of the exercise"), "count"),
    "seconds": Column(N_("seconds"), N_("time it took"), "score"),
    "kilobytes": Column(N_("kB"), N_("size of the file in kilobytes"), "score"),
    "beta": Column(N_("β"), N_("standardised coefficient: change of y in sd per sd of x")),
    "beta_low": Column(N_("β low"), N_("lower end of the interval of β")),
    "beta_high": Column(N_("β high"), N_("upper end of the interval of β")),
    "vif": Column(N_("VIF"), N_("variance inflation factor: overlap with the other drivers")),
    "odds_ratio": Column(N_("odds ratio"), N_("factor on the odds per unit of the driver")),
    "pseudo_r2": Column(N_("pseudo R²"), N_("McFadden's: 1 - loglik / loglik without drivers")),
    "rmse": Column(N_("RMSE"), N_("root mean square of residuals, over residual df")),
    "loglik": Column(N_("log-lik."), N_("logarithm of the likelihood")),
    "bic": Column(N_("BIC"), N_("Schwarz's criterion; smaller is better")),
    "draws": Column(N_("resamples"), N_("number of bootstrap resamples"), "count"),
    "rank_low": Column(N_("rank from"), N_("best rank within the bootstrap interval"), "count"),
    "rank_high": Column(N_("rank to"), N_("worst rank within the bootstrap interval"), "count"),
    "verdict": Column(N_("verdict"), N_("what a check or a test says"), "text"),
    "penalty": Column(N_("penalty"), N_("effect of a low answer against one in the middle")),
    "penalty_low": Column(N_("penalty low"), N_("lower end of the interval of the penalty")),
    "penalty_high": Column(N_("penalty high"), N_("upper end of the interval of the penalty")),
    "reward": Column(N_("reward"), N_("effect of a high answer against one in the middle")),
    "reward_low": Column(N_("reward low"), N_("lower end of the interval of the reward")),
    "reward_high": Column(N_("reward high"), N_("upper end of the interval of the reward")),
    "n_low": Column(N_("low answers"), N_("answers that count as low"), "count"),
    "n_high": Column(N_("high answers"), N_("answers that count as high"), "count"),
    "category": Column(N_("category"), N_("what sort of attribute it is"), "text"),
    "performance": Column(N_("performance"), N_("mean answer on how well it is done")),
    "importance_low": Column(N_("importance low"), N_("lower end of the interval of importance")),
    "importance_high": Column(N_("importance high"), N_("upper end of the interval of importance")),
    "quadrant": Column(N_("quadrant"), N_("field of the importance-performance map"), "text"),
    "stability": Column(
        N_("stability"), N_("share of resamples that put the row into the same field"), "share"
    ),
    "cross_performance": Column(N_("crosshair: performance"), N_("where the vertical line stands")),
    "cross_importance": Column(N_("crosshair: importance"), N_("where the horizontal line stands")),
    "promoters": Column(N_("promoters"), N_("share of answers 9-10"), "share"),
    "passives": Column(N_("passives"), N_("share of answers 7-8"), "share"),
    "detractors": Column(N_("detractors"), N_("share of answers 0-6"), "share"),
    "positive": Column(N_("positive experiences"), N_("share of positive experiences"), "share"),
    "neutral": Column(N_("neutral ones"), N_("share of experiences that are neither"), "share"),
    "negative": Column(N_("negative experiences"), N_("share of negative experiences"), "share"),
    "against": Column(N_("against"), N_("the group that is subtracted"), "text"),
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
    "correlation": Column(N_("correlation"), N_("Pearson's correlation")),
    "moderator": Column(N_("moderator"), N_("value of the moderator for which the row holds")),
    "moderator_low": Column(
        N_("moderator from"), N_("lower end of a stretch of the moderator"), "score"
    ),
    "moderator_high": Column(
        N_("moderator to"), N_("upper end of a stretch of the moderator"), "score"
    ),
    "r2_change": Column(N_("ΔR²"), N_("what a term adds to R²")),
    "method": Column(N_("method"), N_("the method the row belongs to"), "text"),
    "holds": Column(N_("holds in"), N_("methods in which the claim holds"), "count"),
    "asked": Column(N_("asked of"), N_("methods that can answer the claim"), "count"),
    "support": Column(N_("least support"), N_("lowest support among the methods"), "share"),
    "support_correlation": Column(
        N_("support: r"), N_("share of resamples in which the correlation supports it"), "share"
    ),
    "support_beta": Column(
        N_("support: β"), N_("share of resamples in which the coefficient supports it"), "share"
    ),
    "support_lmg": Column(
        N_("support: LMG"), N_("share of resamples in which LMG supports it"), "share"
    ),
    "support_johnson": Column(
        N_("support: Johnson"), N_("share of resamples in which Johnson's weight does"), "share"
    ),
    "support_ordinal": Column(
        N_("support: ordinal"), N_("share of resamples in which the ordinal logit does"), "share"
    ),
    "sign": Column(N_("sign"), N_("whether more of the driver goes with more or less"), "text"),
    "share_low": Column(N_("share from"), N_("lower end of the interval of the share"), "share"),
    "share_high": Column(N_("share to"), N_("upper end of the interval of the share"), "share"),
    "driver": Column(N_("driver"), N_("the driver that is compared"), "text"),
    "rival": Column(N_("rival"), N_("the driver it is compared with"), "text"),
    "outranks": Column(N_("outranks"), N_("share of resamples in which it is larger"), "share"),
    "outranked": Column(N_("outranked"), N_("share of resamples in which it is smaller"), "share"),
    "settled": Column(N_("settled"), N_("whether the interval leaves out zero")),
    "dominance": Column(N_("dominance"), N_("strongest kind of dominance that holds"), "text"),
    "reproduced": Column(
        N_("reproduced"), N_("share of resamples in which the same holds"), "share"
    ),
    "gap": Column(N_("gap"), N_("performance minus importance")),
    "gap_low": Column(N_("gap low"), N_("lower end of the interval of the gap")),
    "gap_high": Column(N_("gap high"), N_("upper end of the interval of the gap")),
    "n_eff": Column(N_("effective n"), N_("answers of equal weight these are worth"), "score"),
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
    "flagged": Column(N_("flagged"), N_("respondents for whom the flag is raised"), "count"),
    "expected": Column(
        N_("by chance"), N_("share of careful respondents whom chance alone would flag"), "share"
    ),
    "threshold": Column(N_("threshold"), N_("limit beyond which the flag is raised")),
    "criterion": Column(N_("flagged for"), N_("rule of the flag in words"), "text"),
    "f2": Column(N_("f²"), N_("what a path adds to R², per share left unexplained"), "index"),
    "q2": Column(
        N_("Q²"), N_("share of squared error saved against the mean, answers not seen"), "index"
    ),
    "q2_linear": Column(N_("Q², linear"), N_("Q² of a linear model of all other items"), "index"),
    "rmse_linear": Column(N_("RMSE, linear"), N_("RMSE of a linear model of all other items")),
    "mae": Column(N_("MAE"), N_("mean absolute error of predictions")),
    "mae_linear": Column(N_("MAE, linear"), N_("MAE of a linear model of all other items")),
    "retained": Column(N_("still there"), N_("customers still there at that age"), "count"),
    "cfi": Column(
        N_("CFI"), N_("comparative fit index: gain over items that go with nothing"), "index"
    ),
    "rmsea": Column(
        N_("RMSEA"), N_("misfit per degree of freedom; close to zero is good"), "index"
    ),
    "srmr": Column(N_("SRMR"), N_("mean size of what a model leaves of the correlations"), "index"),
    "cfi_change": Column(N_("ΔCFI"), N_("CFI minus that of the row before"), "index"),
    "rmsea_change": Column(N_("ΔRMSEA"), N_("RMSEA minus that of the row before"), "index"),
    "srmr_change": Column(N_("ΔSRMR"), N_("SRMR minus that of the row before"), "index"),
    "statistic_change": Column(
        N_("Δchi²"), N_("chi-square of what the row holds equal beyond the row before")
    ),
    "df_change": Column(N_("Δdf"), N_("degrees of freedom of that difference"), "count"),
    "p_change": Column(N_("p of Δ"), N_("p-value of the chi-square difference"), "p"),
    "truth": Column(N_("truth"), N_("the value that the world was made with")),
    "covered": Column(N_("covered"), N_("whether the interval holds the truth"), "text"),
}


def heading(name: str) -> str:
    """Return a column's heading in the language in use; unknown names stand as they are."""
    return GLOSSARY[name].label if name in GLOSSARY else name
