"""Columns of models: drivers, importance, paths and their fit."""

from cxlab._core.columns.column import Column
from cxlab._core.i18n import N_

MODELS = {
    "change": Column(N_("change"), N_("by how much the answers to a driver move")),
    "k": Column(N_("k"), N_("coefficients of the model, the intercept included"), "count"),
    "r2": Column(N_("R²"), N_("share of the outcome's variance that the model explains")),
    "adj_r2": Column(N_("adj. R²"), N_("R² corrected for the number of coefficients")),
    "aic": Column(N_("AIC"), N_("Akaike's criterion; smaller is better")),
    "df_resid": Column(
        N_("resid. df"), N_("denominator degrees of freedom of F, or residual ones")
    ),
    "beta": Column(N_("β"), N_("standardised coefficient: change of y in sd per sd of x")),
    "beta_low": Column(N_("β low"), N_("lower end of the interval of β")),
    "beta_high": Column(N_("β high"), N_("upper end of the interval of β")),
    "vif": Column(N_("VIF"), N_("variance inflation factor: overlap with the other drivers")),
    "odds_ratio": Column(N_("odds ratio"), N_("factor on the odds per unit of the driver")),
    "pseudo_r2": Column(N_("pseudo R²"), N_("McFadden's: 1 - loglik / loglik without drivers")),
    "rmse": Column(N_("RMSE"), N_("root mean square of residuals, over residual df")),
    "loglik": Column(N_("log-lik."), N_("logarithm of the likelihood")),
    "bic": Column(N_("BIC"), N_("Schwarz's criterion; smaller is better")),
    "rank_low": Column(N_("rank from"), N_("best rank within the bootstrap interval"), "count"),
    "rank_high": Column(N_("rank to"), N_("worst rank within the bootstrap interval"), "count"),
    "penalty": Column(N_("penalty"), N_("effect of a low answer against one in the middle")),
    "penalty_low": Column(N_("penalty low"), N_("lower end of the interval of the penalty")),
    "penalty_high": Column(N_("penalty high"), N_("upper end of the interval of the penalty")),
    "reward": Column(N_("reward"), N_("effect of a high answer against one in the middle")),
    "reward_low": Column(N_("reward low"), N_("lower end of the interval of the reward")),
    "reward_high": Column(N_("reward high"), N_("upper end of the interval of the reward")),
    "n_low": Column(N_("low answers"), N_("answers that count as low"), "count"),
    "n_high": Column(N_("high answers"), N_("answers that count as high"), "count"),
    "performance": Column(N_("performance"), N_("mean answer on how well it is done")),
    "importance_low": Column(N_("importance low"), N_("lower end of the interval of importance")),
    "importance_high": Column(N_("importance high"), N_("upper end of the interval of importance")),
    "quadrant": Column(N_("quadrant"), N_("field of the importance-performance map"), "text"),
    "stability": Column(
        N_("stability"), N_("share of resamples that put the row into the same field"), "share"
    ),
    "cross_performance": Column(N_("crosshair: performance"), N_("where the vertical line stands")),
    "cross_importance": Column(N_("crosshair: importance"), N_("where the horizontal line stands")),
    "correlation": Column(N_("correlation"), N_("Pearson's correlation")),
    "moderator": Column(N_("moderator"), N_("value of the moderator for which the row holds")),
    "moderator_low": Column(
        N_("moderator from"), N_("lower end of a stretch of the moderator"), "score"
    ),
    "moderator_high": Column(
        N_("moderator to"), N_("upper end of a stretch of the moderator"), "score"
    ),
    "r2_change": Column(N_("ΔR²"), N_("what a term adds to R²")),
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
    "f2": Column(N_("f²"), N_("what a path adds to R², per share left unexplained"), "index"),
    "q2": Column(
        N_("Q²"), N_("share of squared error saved against the mean, answers not seen"), "index"
    ),
    "q2_linear": Column(N_("Q², linear"), N_("Q² of a linear model of all other items"), "index"),
    "rmse_linear": Column(N_("RMSE, linear"), N_("RMSE of a linear model of all other items")),
    "mae": Column(N_("MAE"), N_("mean absolute error of predictions")),
    "mae_linear": Column(N_("MAE, linear"), N_("MAE of a linear model of all other items")),
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
