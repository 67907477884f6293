"""Tables of words and of published prices."""

import numpy as np
import pytest

import cxlab as cx
from cxlab import frameworks

TABLES = {
    "determinants": 6,
    "experience_types": 6,
    "key_experiences": 3,
    "misconceptions": 3,
    "golden_rules": 2,
    "cem_vs_crm": 5,
}


@pytest.mark.parametrize(("name", "rows"), TABLES.items())
def test_every_cell_is_filled_in_both_languages(name, rows):
    result = getattr(frameworks, name)()
    english = result.tidy()
    assert len(english) == rows
    with cx.use("zh"):
        chinese = result.tidy()
        titles = (result.headline(), result.explain(), result.plot().get_title(loc="left"))
    assert all(titles)
    assert english["term"].tolist() == chinese["term"].tolist()
    for column in english.columns[1:]:
        assert all(english[column])
        assert (english[column] != chinese[column]).all()
    assert set(result.labels) == set(english["term"])


def test_the_experience_types_are_those_of_the_item_bank():
    bank = cx.instruments.get("experience_types")
    result = frameworks.experience_types()
    assert result.tidy()["term"].tolist() == [each.name for each in bank.dimensions]
    assert "after purchase" in result.tidy().set_index("term").loc["convenience", "parts"]


def test_what_the_source_says_of_three_brands():
    table = frameworks.key_experiences().tidy().set_index("term")
    assert table["key_experience"].str.split(":").str[0].tolist() == [
        "lifestyle",
        "convenience",
        "status",
    ]


def test_the_prices_as_published():
    table = frameworks.progression().tidy().set_index("term")
    assert table["low_usd"].tolist()[:5] == [0.01, 0.05, 0.5, 2, 15]
    assert table["high_usd"].tolist()[:5] == [0.02, 0.25, 1, 5, 15]
    assert np.isnan(table.loc["transformation", "low_usd"])
    priced = table.drop(index="transformation")
    assert set(priced["confidence"]) == {"high", "medium"}
    assert priced["high_usd"].is_monotonic_increasing


def test_multiples_between_steps():
    result = frameworks.progression()
    table = result.tidy().set_index("term")
    assert table.loc["good", "multiple"] == pytest.approx(np.sqrt(0.05 * 0.25 / (0.01 * 0.02)))
    steps = table.loc[["good", "service", "experience"], "multiple"]
    assert result.multiple == pytest.approx(steps.prod())
    assert table["multiple"].isna().tolist() == [True, False, False, False, False, True]


def test_prices_are_written_as_readers_say_them():
    result = frameworks.progression()
    assert result.prices()[:2] == ["1–2 cents", "5–25 cents"]
    with cx.use("zh"):
        assert result.prices()[3:5] == ["2–5美元", "15美元"]
        assert "两处记载一致" in repr(result)
