"""Models and data that no covariance model can take: each gets words, none a number."""

import warnings

import numpy as np
import pytest

from cxlab._core.errors import CxError, CxWarning, DataError, ModelError, SpecError
from cxlab.paths import fit_sem

TWO = "Image =~ IMAG1 + IMAG2 + IMAG3\nValue =~ PERV1 + PERV2\n"
FIXED, LOOSE, MANY = "numbers that are fixed", "not identified: other values", "asks for"
BROKEN = [
    (TWO + "Image ~~ -1*Image", ModelError, FIXED),
    (TWO + "Image ~~ 0*Image", ModelError, FIXED),
    (TWO + "IMAG1 ~~ -50*IMAG1", ModelError, FIXED),
    (TWO + "IMAG1 ~~ 100*IMAG2", ModelError, FIXED),
    (TWO + "Image ~~ 100*Value", ModelError, FIXED),
    (TWO + "Image ~ 1*Value; Value ~ 1*Image", ModelError, FIXED),
    (TWO + "Image ~ Value; Value ~ Image", ModelError, LOOSE),
    (TWO + "IMAG1 ~~ IMAG2; IMAG1 ~~ IMAG3; IMAG2 ~~ IMAG3", ModelError, LOOSE),
    ("f =~ IMAG1 + IMAG2; g =~ PERV1 + PERV2; f ~~ 0*g", ModelError, LOOSE),
    ("f =~ 0*IMAG1 + 0*IMAG2 + 0*IMAG3", ModelError, LOOSE),
    ("f =~ IMAG1+IMAG2+IMAG3; g =~ PERV1+PERV2; h =~ f + g", ModelError, LOOSE),
    ("f =~ IMAG1+IMAG2+IMAG3; g =~ IMAG4+IMAG5+IMAG3; g ~ f; f ~ g", ModelError, LOOSE),
    ("f =~ CUSL1+CUSL2+CUSL3+PERV1; g =~ CUSL1+PERV2+PERV1", ModelError, LOOSE),
    ("f =~ IMAG1 + IMAG2", ModelError, MANY),
    ("f =~ IMAG1+IMAG2+IMAG3; g =~ f", ModelError, MANY),
    ("IMAG1 ~ IMAG2; IMAG2 ~ IMAG1", ModelError, MANY),
    ("f =~ IMAG1+IMAG2+IMAG3+IMAG4; g =~ IMAG1+IMAG2+IMAG3+IMAG4", ModelError, MANY),
    ("f =~ IMAG1+IMAG2+IMAG3; f =~ IMAG1", SpecError, "twice"),
    ("f =~ IMAG1+IMAG2+IMAG3; f ~ f", SpecError, "leads to itself"),
    ("f =~ IMAG1+IMAG2+IMAG3; f ~ IMAG1", SpecError, "an item of a construct"),
    ("IMAG1 ~~ IMAG2", SpecError, "no construct"),
    (TWO + "IMAG1 ~~ nothing", SpecError, "no construct and no item 'nothing'"),
    (TWO + "nothing ~ Image", DataError, "no column 'nothing'"),
    ("f = IMAG1", SpecError, "Line 1"),
    ("f =~ 2**IMAG1", SpecError, "Line 1"),
    ("f =~ IMAG1 + + IMAG2", SpecError, "Line 1"),
    ("f <~ IMAG1 + IMAG2", SpecError, "mode B"),
    (TWO + "Value ~ Image:Value", SpecError, "interaction"),
    (TWO + "Value ~~ IMAG1", SpecError, "two items"),
]
ODD = {
    "noise": lambda d: d.assign(**{c: np.random.default_rng(3).permutation(d[c]) for c in d}),
    "huge": lambda d: d * 1e8,
    "small": lambda d: d * 1e-8,
    "binary": lambda d: (d > 7).astype(int),
    "skew": lambda d: np.exp(3.0 * d),
    "few rows": lambda d: d.head(7),
}


@pytest.mark.parametrize(("model", "error", "message"), BROKEN)
def test_broken_models_are_refused(model, error, message, items):
    with pytest.raises(error, match=message):
        fit_sem(items, model)


@pytest.mark.parametrize("estimator", ["ml", "mlr", "fiml", "wlsmv"])
@pytest.mark.parametrize("kind", ODD)
def test_odd_data_get_finite_numbers_or_words(kind, estimator, items):
    data = ODD[kind](items[["IMAG1", "IMAG2", "IMAG3", "PERV1", "PERV2"]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CxWarning)
        try:
            result = fit_sem(data, TWO + "Value ~ Image", estimator=estimator)
        except CxError:
            return
    assert np.isfinite(result.tidy()["estimate"]).all()
    assert result.explain()


@pytest.mark.parametrize("size", [1e-6, 1e6])
def test_units_do_not_matter(size, items):
    own = fit_sem(items, TWO + "Value ~ Image").tidy()
    other = fit_sem(items * size, TWO + "Value ~ Image").tidy()
    np.testing.assert_allclose(other["beta"], own["beta"], rtol=1e-6)
    np.testing.assert_allclose(other["statistic"], own["statistic"], rtol=1e-5)
