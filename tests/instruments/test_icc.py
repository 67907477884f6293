"""Intraclass correlations: against psych on mobi, their laws, their refusals."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mobi import BLOCKS

import cxlab as cx
from cxlab.instruments import icc, reliability

REFERENCE = Path(__file__).parents[1] / "reference" / "measurement_mobi.json"
KNOWN = json.loads(REFERENCE.read_text(encoding="utf-8"))["icc_CUSA"]
KINDS = {"oneway": "ICC1", "agreement": "ICC2", "consistency": "ICC3"}


def judged(seed):
    rng = np.random.default_rng(seed)
    values = 4 + rng.normal(size=(40, 1)) + rng.normal(size=(40, 4))
    return pd.DataFrame(values.round().clip(1, 7), columns=["q1", "q2", "q3", "q4"])


@pytest.mark.parametrize("kind", KINDS)
def test_icc_is_that_of_psych(items, kind):
    table = icc(items, BLOCKS["Satisfaction"], kind=kind).tidy()
    for row, name in zip(table.to_dict("records"), (KINDS[kind], f"{KINDS[kind]}k"), strict=True):
        known = KNOWN[name]
        keys = ("ICC", "lower bound", "upper bound", "F", "df1", "df2")
        found = ("estimate", "conf_low", "conf_high", "statistic", "df", "df_resid")
        np.testing.assert_allclose(
            [row[key] for key in found], [known[key] for key in keys], rtol=1e-10
        )
        assert row["p_value"] == pytest.approx(known["p"], rel=1e-6)


def test_judges_who_contradict_each_other():
    data = pd.DataFrame({"a": [1, 2, 3, 4], "b": [4, 3, 2, 1]})
    row, mean = icc(data, ["a", "b"], kind="consistency").tidy().to_dict("records")
    assert row["estimate"] == pytest.approx(-1)
    assert np.isnan(mean["estimate"])  # the means of the rows do not differ
    assert "0%" in icc(data, ["a", "b"], kind="consistency").explain()


def test_the_mean_of_consistent_judges_is_alpha(items):
    table = icc(items, BLOCKS["Quality"], kind="consistency").tidy()
    row = reliability(items, {"q": BLOCKS["Quality"]}).tidy().iloc[0]
    columns = ["estimate", "conf_low", "conf_high"]  # Feldt's interval too
    np.testing.assert_allclose(
        table.loc[1, columns].astype(float), row[columns].astype(float), atol=1e-10
    )


@given(st.integers(0, 2**16), st.permutations(range(4)), st.floats(0.1, 9), st.floats(-5, 5))
@settings(max_examples=15)
def test_icc_does_not_depend_on_order_and_scale(seed, order, factor, shift):
    data = judged(seed)
    names = list(data)
    for kind in KINDS:
        one = icc(data, names, kind=kind).tidy()["estimate"]
        other = data.sample(frac=1, random_state=seed) * factor + shift
        two = icc(other, [names[k] for k in order], kind=kind).tidy()["estimate"]
        np.testing.assert_allclose(one, two, atol=1e-9)
    lifted = data.assign(q1=data["q1"] + 3)
    same = [icc(each, names, kind="consistency").tidy()["estimate"][0] for each in (data, lifted)]
    assert same[0] == pytest.approx(same[1])
    agree = [icc(each, names).tidy()["estimate"][0] for each in (data, lifted)]
    assert agree[1] < agree[0]


BROKEN = {
    "one judge": (lambda d: icc(d, ["q1"]), cx.SpecError, "two columns"),
    "kind": (lambda d: icc(d, list(d), kind="icc2"), cx.SpecError, "agreement"),
    "judge absent": (lambda d: icc(d, ["q1", "q9"]), cx.DataError, "q9"),
    "one row": (lambda d: icc(d.head(1), list(d)), cx.DataError, "Only 1 row"),
    "copies": (
        lambda d: icc(d.assign(q2=d["q1"]), ["q1", "q2"]),
        cx.ModelError,
        "exactly the same way",
    ),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", BROKEN)
def test_it_refuses_in_words(name, lang):
    call, kind, words = BROKEN[name]
    with cx.use(lang), pytest.raises(kind, match=words if lang == "en" else ".") as error:
        call(judged(1))
    assert lang == "en" or any("\u3400" <= each <= "\u9fff" for each in str(error.value))
