"""Bars and dumbbells: order, signs, intervals, words."""

import pandas as pd
import pytest

import cxlab as cx
from cxlab.plots import bars, dumbbell

FRAME = pd.DataFrame(
    {
        "label": ["price", "service", "brand"],
        "estimate": [0.2, -0.3, 0.5],
        "conf_low": [0.1, -0.5, None],
        "conf_high": [0.3, -0.1, None],
        "experience": [6.0, 5.0, 7.0],
        "expectation": [5.8, 5.3, 6.5],
    }
)


def names(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_bars_are_sorted_or_left_in_order():
    assert names(bars(FRAME)) == ["service", "price", "brand"]
    assert names(bars(FRAME, sort=False)) == ["brand", "service", "price"]


def test_bars_write_the_number_in_its_unit():
    assert words(bars(FRAME)) == ["−0.300", "0.200", "0.500"]
    assert "20.00%" in words(bars(FRAME, unit="share"))
    ax = bars(FRAME[["label"]].assign(estimate=[2e6, 1e6, 0]), unit="money")
    ax.get_figure().canvas.draw()
    assert "1,000,000" in [tick.get_text() for tick in ax.get_xticklabels()]


def test_a_negative_bar_is_hatched_and_leaves_room_for_its_number():
    ax = bars(FRAME)
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [True, False, False]
    assert ax.get_xlim()[0] < -0.5


def test_the_dumbbell_puts_the_largest_shortfall_on_top():
    ax = dumbbell(FRAME, start="expectation", end="experience", words=("expected", "lived"))
    assert names(ax) == ["brand", "price", "service"]
    assert words(ax) == ["+0.50", "+0.20", "−0.30"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["expected", "lived"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_gaps_are_drawn_with_their_words(lang):
    with cx.use(lang):
        ax = cx.instruments.score(cx.load("meiyu"), "servqual").plot()
        legend = [text.get_text() for text in ax.get_legend().get_texts()]
        ax.get_figure().canvas.draw()
    interval = {"en": "95% interval of the gap", "zh": "差距的95%置信区间"}
    assert legend[2] == interval[lang]
    assert "n = 2,000" in words(ax)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_reliability_is_drawn_with_the_rule_of_thumb(lang):
    with cx.use(lang):
        result = cx.instruments.reliability(cx.load("meiyu"), "servqual")
        ax = result.plot()
        ax.get_figure().canvas.draw()
    assert ax.get_xlim() == (0.6, 1)
    assert len(ax.get_legend().get_texts()) == 3
