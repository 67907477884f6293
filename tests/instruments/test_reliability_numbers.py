"""Every number on the reliability of mobi's six blocks that R gave, by whatever verb gives it."""

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from scipy import optimize

from cxlab._core.errors import CxWarning
from cxlab._stats import reliability
from cxlab._stats.factor import one_factor
from cxlab._stats.moments import Moments
from cxlab.paths import fit_cfa

KNOWN = json.loads(
    (Path(__file__).parents[1] / "reference" / "validity_mobi.json").read_text(encoding="utf-8")
)
BLOCKS = {name: list(block["item_stats"]) for name, block in KNOWN["alpha"].items()}


def near(found, stated, rel=1e-8):
    assert found == pytest.approx(stated, rel=rel, abs=1e-10)


def off_diagonal(corr):
    return corr[np.tril_indices(len(corr), -1)]


@pytest.mark.parametrize("name", BLOCKS)
def test_sum_scores(name, items):
    stated, rows = KNOWN["alpha"][name], items[BLOCKS[name]].to_numpy(float)
    moments = Moments.of(rows)
    cov, corr, k = moments.cov, moments.corr, rows.shape[1]
    alpha = reliability.alpha(cov)
    assert (stated["k"], stated["n"]) == (k, len(rows))
    near(alpha, stated["raw_alpha"])
    near(reliability.alpha(corr), stated["std_alpha"])
    near(reliability.lambda6(corr), stated["guttman_lambda6"])
    near(off_diagonal(corr).mean(), stated["average_interitem_r"])
    near(np.median(off_diagonal(corr)), stated["median_r"])
    near(rows.mean(), stated["mean"])
    near(rows.mean(axis=1).std(ddof=1), stated["sd"])
    low, high = reliability.feldt(alpha, len(rows), k, 0.95)
    near([low, high], [stated["feldt_ci95"][side] for side in ("lower", "upper")])
    own = stated["psych_alpha_ci"]
    near([low, alpha, high], [own[key] for key in ("lower.ci", "alpha", "upper.ci")])
    near(alpha / (k - (k - 1) * alpha), own["r.bar"])
    for key in ("lambda2", "lambda3", "max_split_lambda4"):
        if stated.get("guttman"):
            near(guttman(corr)[key], stated["guttman"][key])
    if "spearman_brown" in stated:
        near(2 * corr[0, 1] / (1 + corr[0, 1]), stated["spearman_brown"])
        near(reliability.alpha(corr), stated["spearman_brown"])


def guttman(corr):
    """Return three of Guttman's bounds of correlations."""
    k, left = len(corr), off_diagonal(corr)
    first = 2 * left.sum()
    return {
        "lambda2": (first + np.sqrt(k / (k - 1) * 2 * (left**2).sum())) / corr.sum(),
        "lambda3": reliability.alpha(corr),
        "max_split_lambda4": reliability.split_halves(corr)[0],
    }


@pytest.mark.parametrize("name", BLOCKS)
def test_items(name, items):
    stated, rows = KNOWN["alpha"][name], items[BLOCKS[name]].to_numpy(float)
    cov, corr = Moments.of(rows).cov, Moments.of(rows).corr
    z = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    apart = reliability.item_total(cov)
    without = reliability.alpha_if_deleted(cov), reliability.alpha_if_deleted(corr)
    for i, item in enumerate(BLOCKS[name]):
        own = stated["item_stats"][item]
        assert own["n"] == len(rows)
        near(rows[:, i].mean(), own["mean"])
        near(rows[:, i].std(ddof=1), own["sd"])
        near(np.corrcoef(rows[:, i], rows.sum(axis=1))[0, 1], own["raw.r"])
        near(np.corrcoef(z[:, i], z.sum(axis=1))[0, 1], own["std.r"])
        near(apart[i], own["r.drop"])
        near(apart[i], stated["corrected_item_total"][item])
        if stated["alpha_if_deleted"] is None:
            assert np.isnan(without[0][i])
            continue
        gone = stated["alpha_if_deleted"][item]
        rest = np.delete(np.delete(corr, i, 0), i, 1)
        left = off_diagonal(rest)
        near([part[i] for part in without], [gone["raw_alpha"], gone["std.alpha"]])
        near(reliability.lambda6(rest), gone["G6(smc)"])
        near(left.mean(), gone["average_r"])
        near(len(rest) * left.mean() / (1 - left.mean()), gone["S/N"])
        near(np.median(left), gone["med.r"])
        if len(left) > 1:
            near(left.var(ddof=1), gone["var.r"])


@pytest.mark.parametrize("name", BLOCKS)
def test_one_factor(name, items):
    """Minres of the correlations, and one-factor analysis of the covariances by lavaan."""
    stated = KNOWN["alpha"][name]
    corr = Moments.of(items[BLOCKS[name]].to_numpy(float)).corr
    if stated.get("minres_1f_loadings"):
        theirs = np.array(list(stated["minres_1f_loadings"].values()))
        found, ours = psychs_minres(corr), one_factor(corr)
        np.testing.assert_allclose(found, theirs, atol=2e-5)  # psych stops early,
        assert left_over(corr, found) <= left_over(corr, theirs) + 1e-14  # at no lower value
        if name == "Loyalty":  # a communality at psych's bound of .995, which the loading passes
            assert theirs[2] ** 2 > 0.995 == pytest.approx(ours[2] ** 2)
        else:
            np.testing.assert_allclose(found, ours, atol=1e-7)
        omega = stated["omega_total_from_minres_cor"]
        assert reliability.omega(corr)[0] == pytest.approx(omega, abs=1e-5)
    if not stated.get("cfa_std_loadings"):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CxWarning)  # Loyalty is a Heywood case
        fit = fit_cfa(items, f"{name} =~ " + " + ".join(BLOCKS[name]))
    table = fit.tidy()
    betas = table.loc[table["kind"] == "loading", "beta"].to_numpy()
    near(betas, list(stated["cfa_std_loadings"].values()), 1e-5)
    near((betas**2).mean(), stated["AVE_std"], 1e-5)
    near(betas.sum() ** 2 / (betas.sum() ** 2 + (1 - betas**2).sum()), stated["rhoC_std"], 1e-5)
    parts = composite(fit, name, BLOCKS[name])
    near(parts["observed"], stated["omega_cfa_ml_semTools"], 1e-5)
    near(parts["implied"], stated["omega_cfa_ml_modelimplied"], 1e-5)
    near(parts["ave"], stated["AVE_semTools_cov"], 1e-5)


def left_over(corr, loadings):
    """Return the sum of the squared residuals off the diagonal."""
    return (off_diagonal(corr - np.outer(loadings, loadings)) ** 2).sum()


def psychs_minres(corr):
    """Search as psych does: unique variances from .005 whose principal axis leaves least over."""

    def axis(unique):
        reduced = corr - np.diag(unique)
        values, vectors = np.linalg.eigh(reduced)
        return vectors[:, -1] * np.sqrt(values[-1]) * np.sign(vectors[:, -1].sum())

    found = optimize.minimize(
        lambda unique: 2 * left_over(corr, axis(unique)),
        np.full(len(corr), 0.5),
        bounds=[(0.005, 1.0)] * len(corr),
        options={"ftol": 1e-16, "gtol": 1e-12, "maxiter": 5000},
    )
    return axis(found.x)


def composite(fit, name, block):
    """Return reliability over observed and over implied variance, and AVE of the answers."""
    table = fit.tidy().set_index("term")["estimate"]
    size = np.sqrt(table[f"{name} ~~ {name}"])
    loads = np.array([table[f"{name} =~ {item}"] for item in block]) * size
    errors = np.array([table[f"{item} ~~ {item}"] for item in block])
    at = [fit.plan.items.index(item) for item in block]
    seen = fit.raw.cov[0][np.ix_(at, at)]
    return {
        "observed": loads.sum() ** 2 / seen.sum(),
        "implied": loads.sum() ** 2 / (loads.sum() ** 2 + errors.sum()),
        "ave": (loads**2).sum() / ((loads**2).sum() + errors.sum()),
    }


def test_six_factors(items):
    text = "\n".join(f"{name} =~ " + " + ".join(block) for name, block in BLOCKS.items())
    with pytest.warns(CxWarning, match="not positive definite"):
        fit = fit_cfa(items, text)
    for name, block in BLOCKS.items():
        parts = composite(fit, name, block)
        near(parts["observed"], KNOWN["cfa6"]["compRelSEM"][name], 1e-5)
        near(parts["ave"], KNOWN["cfa6"]["AVE"][name], 1e-5)
        cov = Moments.of(items[block].to_numpy(float)).cov
        near(reliability.alpha(cov), KNOWN["cfa6"]["alpha"][name])


def test_all_items_as_one_scale(items):
    stated = KNOWN["alpha_all24"]
    moments = Moments.of(items.to_numpy(float))
    assert moments.cov.shape == (24, 24)
    near(reliability.alpha(moments.cov), stated["raw_alpha"])
    near(reliability.alpha(moments.corr), stated["std_alpha"])
    near(reliability.lambda6(moments.corr), stated["G6"])


def test_mean_scores(items):
    scores = {name: items[block].mean(axis=1) for name, block in BLOCKS.items()}
    stated = KNOWN["construct_mean_scores"]
    for one, score in scores.items():
        near(score.mean(), stated["mean"][one])
        near(score.std(), stated["sd"][one])
        for other in scores:
            near(score.corr(scores[other]), stated["cor"][one][other])
