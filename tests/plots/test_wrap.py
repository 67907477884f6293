"""Long names leave room for the chart."""

import pytest

import cxlab as cx
from cxlab.plots._wrap import folded, letters

X = ["x_product", "x_service", "x_price"]


@pytest.mark.parametrize(
    "text", ["a" * 300, "word of mouth " * 20, "客户期望，很高。" * 20, "", "x"]
)
def test_a_folded_text_fits(text):
    lines = folded(text, 24, 3).split("\n")
    assert len(lines) <= 3
    assert all(letters(line) <= 24 for line in lines)
    assert (lines[-1].endswith("…")) == (len(text) > 24)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_names_of_any_length_leave_a_chart(lang):
    data = cx.load("meiyu").head(300)
    names = {"en": "a question of very many words " * 8, "zh": "问卷里很长很长的一道题目" * 12}
    data.attrs["labels"] = {column: names for column in data.columns}
    with cx.use(lang):
        shares = cx.drivers.importance(data, "satisfaction", X, boot=20, seed=1)
        for result in (shares, shares.differences(), cx.drivers.regress(data, "satisfaction", X)):
            ax = result.plot()
            ax.get_figure(root=True).canvas.draw()  # a collapsed layout would warn
            assert ax.get_window_extent().width > 80
