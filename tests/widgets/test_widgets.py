"""Every widget: numbers of its public function, words in two languages, mistakes in words."""

import re
from functools import cache
from pathlib import Path

import ipywidgets
import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab import widgets

TYPES = ["product", "service", "relationship", "price", "convenience", "brand"]
BLOCKS = {prefix: [f"{prefix}{name}" for name in TYPES] for prefix in ("x_", "e_", "w_")}
HAN = re.compile("[\u4e00-\u9fff]")
LATIN = re.compile(r"[a-z]{4,}")
NAMES = re.compile(r"LMG|Johnson|CEM|CRM|lmg|better|worse|\{chosen\}")


@cache
def answers():
    """Return 120 made-up customers, with labels as a loaded frame carries them."""
    rng = np.random.default_rng(3)
    likes = rng.normal(size=(120, 1))
    data = {}
    for prefix, mean in (("x_", 6), ("e_", 7)):
        scores = np.clip(np.round(rng.normal(mean, 1.5, (120, 6)) + likes), 0, 10)
        data |= {prefix + name: scores[:, i] for i, name in enumerate(TYPES)}
    for mode, mean in (("p", 5), ("e", 6)):
        scores = np.clip(np.round(rng.normal(mean, 1, (120, 22)) + likes), 1, 7)
        data |= {f"sq_{mode}{i + 1:02d}": scores[:, i] for i in range(22)}
    names = [f"value_{part}{item}" for part in "fesp" for item in (1, 2, 3)]
    scores = np.clip(np.round(rng.normal(4.5, 1, (120, 14)) + likes), 1, 7)
    data |= dict(zip([*names, "cost_money", "cost_effort"], scores.T, strict=True))
    frame = pd.DataFrame(data)
    frame["satisfaction"] = frame[["x_product", "x_price"]].mean(axis=1) + rng.normal(size=120)
    labels = {f"x_{name}": {"en": name, "zh": "体验"} for name in TYPES}
    frame.attrs["labels"] = labels | {"satisfaction": {"en": "satisfaction", "zh": "满意度"}}
    return frame


@cache
def school():
    return cx.simulate.company(200, seed=3).data


@cache
def interviews():
    """Return 60 made-up people who were asked about two attributes."""
    rng = np.random.default_rng(8)
    answers = rng.choice([1, 2, 3, 5], size=(60, 4), p=[0.3, 0.3, 0.2, 0.2])
    frame = pd.DataFrame(answers, columns=["f_lift", "d_lift", "f_tea", "d_tea"])
    frame["shop"] = np.where(rng.random(60) < 0.5, "A", "B")
    frame.attrs["labels"] = {
        "f_lift": {"en": "lift", "zh": "电梯"},
        "f_tea": {"en": "tea", "zh": "茶"},
    }
    return frame


def months():
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"score": rng.integers(0, 11, 90), "month": np.repeat([1, 2, 3], 30)})
    frame.attrs["labels"] = {"month": {"en": "month", "zh": "月份"}}
    return frame


def gaps():
    return cx.instruments.score(answers(), "servqual")


def law():
    return cx.frameworks.satisfaction(answers())


def value():
    return cx.frameworks.perceived_value(answers())


@cache
def fitted():
    """Return a small path model of made-up customers."""
    data = cx.simulate.ecsi(200, seed=3).data
    names = ("image", "value", "loyalty")
    parts = [f"{name} =~ {' + '.join(data.filter(like=name))}" for name in names]
    return cx.paths.fit_pls(
        data, "; ".join([*parts, "value ~ image; loyalty ~ image + value"]), boot=50, seed=1
    )


def case():
    return cx.frameworks.Case.load("meiyu")


def cost():
    return cx.frameworks.CostTree.load("silence").evaluate()


MAKE = {
    "answer_quality": lambda: widgets.answer_quality(
        school(), BLOCKS, "recommend", duration="duration"
    ),
    "case_walk": lambda: widgets.case_walk(case()),
    "cem_or_crm": widgets.cem_or_crm,
    "cost_tree": lambda: widgets.cost_tree(cost()),
    "drift": widgets.drift,
    "driver_chart": lambda: widgets.driver_chart(
        answers(), "satisfaction", [f"x_{name}" for name in TYPES], boot=50
    ),
    "gap_weights": lambda: widgets.gap_weights(gaps()),
    "kano_pair": widgets.kano_pair,
    "kano_plane": lambda: widgets.kano_plane(interviews(), ("f_", "d_"), by="shop"),
    "nps_change": lambda: widgets.nps_change(months(), "score", by="month"),
    "paradox": widgets.paradox,
    "path_what_if": lambda: widgets.path_what_if(fitted()),
    "realm_map": widgets.realm_map,
    "survey_power": lambda: widgets.survey_power(draws=500),
    "retention_value": widgets.retention_value,
    "triangle": lambda: widgets.triangle(law()),
    "value_balance": lambda: widgets.value_balance(value()),
}


def every(widget):
    """Yield a widget and all that it holds."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from every(child)


def said(item):
    """Yield the words of nested rows and options; keys and codes are no words."""
    codes = {"term", "kind", "parent", "side", "name", "lang", "unit", "choice", "chosen", "realm"}
    if isinstance(item, dict):
        for key, part in item.items():
            if key not in {*codes, "status", "outcome", "group"}:
                yield from said(part)
    elif isinstance(item, list):
        for part in item:
            yield from said(part)
    elif isinstance(item, str):
        yield item


def words(panel):
    for part in every(panel):
        for name in ("description", "tooltip", "placeholder"):
            yield getattr(part, name, "") or ""
        yield from said(getattr(part, "rows", [])) if hasattr(part, "rows") else ()
        yield from said(part.options) if hasattr(part, "rows") else ()


def test_every_widget_is_tested():
    assert set(MAKE) == set(widgets.__all__) - {"Panel"}


@pytest.mark.parametrize("name", MAKE)
def test_a_widget_file_is_short(name):
    source = Path(widgets.__file__).with_name(f"_{name}.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) < 80
    assert "Output" not in source
    assert "read_" not in source


@pytest.mark.parametrize("name", MAKE)
def test_a_widget_shows_rows_a_finding_and_a_figure(name):
    panel = MAKE[name]()
    assert isinstance(panel, ipywidgets.VBox)
    assert all(chart.rows for chart in panel.views if chart.layout.display != "none")
    assert panel.message
    assert panel.figure().axes
    assert "image/png" in panel._repr_mimebundle_()


@pytest.mark.parametrize("name", MAKE)
def test_every_control_is_described(name):
    for lang in ("en", "zh"):
        with cx.use(lang):
            panel = MAKE[name]()
        controls = [
            part for part in every(panel) if hasattr(part, "description") and part.tooltip != ""
        ]
        for control in controls:
            if isinstance(control, ipywidgets.HTML):
                continue
            assert control.description
            assert control.tooltip
        assert not [part for part in every(panel) if isinstance(part, ipywidgets.Output)]


@pytest.mark.parametrize("name", MAKE)
def test_a_widget_speaks_the_language_in_use(name):
    with cx.use("zh"):
        panel = MAKE[name]()
    assert HAN.search(panel.title)
    assert HAN.search(panel.message)
    foreign = [word for word in words(panel) if LATIN.search(NAMES.sub("", word))]
    assert not foreign
    english = MAKE[name]()
    assert not [word for word in words(english) if HAN.search(word)]


@pytest.mark.parametrize("name", MAKE)
def test_words_change_with_the_language_and_numbers_do_not(name):
    def numbers(panel):
        return [
            {key: item for key, item in row.items() if isinstance(item, float)}
            for chart in panel.views
            for row in chart.rows
        ]

    with cx.use("zh"):
        other = numbers(MAKE[name]())
    assert numbers(MAKE[name]()) == other


def test_answer_quality_leaves_out_who_carries_a_chosen_flag():
    data = school()
    panel = MAKE["answer_quality"]()
    panel.controls["seconds"].value = 4
    panel.controls["flags"].value = ["speed"]
    rules = cx.reading.QualityRules(chance=0.01, seconds=4)
    report = cx.reading.quality(data, BLOCKS, duration="duration", rules=rules)
    pd.testing.assert_frame_equal(panel.result.tidy(), report.tidy())
    left = data[~report.rows("speed")]
    assert 0 < len(left) < len(data)
    for row, counted in zip(panel.views[1].rows, (data, left), strict=True):
        assert row["note"].endswith(f"(n = {len(counted)})")
    score = cx.metrics.nps(left, "recommend").tidy()["estimate"].item()
    assert panel.views[1].rows[1]["text"] == f"{score:+.1f}".replace("-", "−")
    panel.controls["flags"].value = []
    assert panel.views[1].rows[0]["text"] == panel.views[1].rows[1]["text"]


def test_cem_or_crm_counts_what_is_right():
    panel = widgets.cem_or_crm()
    rows = panel.views[0].rows
    assert len(rows) == 10
    assert not any(row["choice"] for row in rows)
    for row in rows:
        right = row["term"].split()[1]
        panel.views[0].event = {"kind": "sort", "term": row["term"], "value": right}
    assert all(row["right"] for row in panel.views[0].rows)
    assert panel.message == panel.result.headline()
    panel.reset()
    assert not any(row["choice"] for row in panel.views[0].rows)


def test_realm_map_moves_adds_renames_and_removes():
    panel = widgets.realm_map({"film": (-0.5, -0.5)})
    chart, (box, buttons) = panel.views[0], panel._tools
    add, rename, remove = buttons.children
    chart.event = {"kind": "move", "term": "film", "x": 0.4, "y": -0.3}
    assert panel.result.tidy()["realm"].tolist() == ["education"]
    assert "Education" in panel.message
    box.value = " dinner "
    add.click()
    assert [row["label"] for row in chart.rows] == ["film", "dinner"]
    assert chart.options["chosen"] == "dinner"
    box.value = "<b>supper</b>"
    rename.click()
    assert [row["label"] for row in chart.rows] == ["film", "<b>supper</b>"]
    remove.click()
    chart.event = {"kind": "remove", "term": "film"}  # the last one has to stay
    assert len(chart.rows) == 1
    assert panel.message == "No offer was named. Name at least one."
    box.value = ""
    add.click()
    assert len(chart.rows) == 1


def test_realm_map_shows_the_realms_of_place():
    panel = widgets.realm_map()
    table = panel.result.tidy()
    assert [row["x"] for row in panel.views[0].rows] == table["participation"].tolist()
    assert table["realm"].tolist() == ["entertainment", "education", "escapism", "esthetics"]


def test_gap_weights_shows_reweighted_gaps_in_order():
    panel, scored = widgets.gap_weights(gaps()), gaps()
    for name, points in zip(panel.controls, (10, 50, 20, 10, 10), strict=True):
        panel.controls[name].value = points
    shown = {row["term"]: row["estimate"] for row in panel.views[0].rows}
    wanted = scored.reweight(dict(zip(shown, [1] * 5, strict=True)) | panel.values()).tidy()
    wanted = wanted.dropna(subset="weighted").set_index("term")["weighted"]
    assert shown == pytest.approx(wanted.to_dict())
    assert list(shown.values()) == sorted(shown.values())
    assert sum(shown.values()) == pytest.approx(
        panel.result.tidy().set_index("term").loc["overall_weighted", "estimate"]
    )


def test_gap_weights_says_when_all_are_zero():
    panel = widgets.gap_weights(gaps())
    for control in panel.controls.values():
        control.value = 0
    assert panel.message.startswith("The weights must be zero or more, and not all zero")


def test_gap_weights_takes_doubled_points_as_the_same():
    panel = widgets.gap_weights(gaps())
    for control in panel.controls.values():
        control.value = 20
    before = panel.views[0].rows
    for control in panel.controls.values():
        control.value = 40
    assert [row["estimate"] for row in panel.views[0].rows] == pytest.approx(
        [row["estimate"] for row in before]
    )


def test_value_balance_begins_at_the_result_and_moves_with_it():
    start = value()
    panel = widgets.value_balance(start)
    pd.testing.assert_frame_equal(panel.result.tidy(), start.tidy())
    panel.controls["functional"].value = 6.5
    table = panel.result.tidy().set_index("term")["estimate"]
    rows = {row["term"]: row["estimate"] for row in panel.views[0].rows}
    assert rows["functional"] == table["functional"] == 6.5
    assert panel.views[0].options["net"] == table["net"]
    assert table["net"] == pytest.approx(table["benefit"] - table["cost"])


def test_path_what_if_shows_where_each_construct_would_stand():
    panel = widgets.path_what_if(fitted())
    assert list(panel.controls) == ["image", "value"]
    panel.controls["image"].value = 0
    assert panel.message == "Nothing is moved yet, so nothing changes."
    panel.controls["value"].value = 10
    table = panel.result.tidy().set_index("term")
    wanted = cx.paths.what_if(fitted(), {"value": 10}).tidy().set_index("term")
    pd.testing.assert_frame_equal(table, wanted)
    rows = {row["term"]: row for row in panel.views[0].rows}
    assert rows["image"]["text"] == f"{table.loc['image', 'performance']:.1f}"
    now, moved = table.loc["loyalty", ["performance", "estimate"]]
    assert rows["loyalty"]["text"] == f"{now:.1f} → {now + moved:.1f}"
    assert [row["kind"] for row in panel.views[0].rows] == ["", "moved", ""]
    drawn = {(each["parent"], each["term"]): each for each in panel.views[0].options["arrows"]}
    paths = fitted().tidy().set_index("term")
    assert drawn["image", "value"]["text"] == f"{paths.loc['image -> value', 'estimate']:+.2f}"
    for (start, end), each in drawn.items():
        low, high = paths.loc[f"{start} -> {end}", ["conf_low", "conf_high"]]
        assert each["open"] == (low * high <= 0)


def test_path_what_if_takes_a_fitted_model_only():
    with pytest.raises(cx.SpecError, match=r"takes what cx\.paths\.fit_pls"):
        widgets.path_what_if(fitted().tidy())


def test_triangle_follows_a_dragged_expectation():
    start = law()
    panel = widgets.triangle(start)
    pd.testing.assert_frame_equal(panel.result.tidy(), start.tidy())
    panel.views[0].event = {"kind": "move", "term": "price", "value": 4.5}
    row = panel.result.tidy().set_index("term").loc["price"]
    assert row["expectation"] == 4.5
    assert row["estimate"] == pytest.approx(row["experience"] - 4.5)
    shown = {each["term"]: each for each in panel.views[0].rows}
    assert shown["price"]["start"] == 4.5
    assert [each["term"] for each in panel.views[1].rows if each["strong"]] == ["price"]
    panel.views[0].event = {"kind": "choose", "term": "brand"}
    assert [each["term"] for each in panel.views[1].rows if each["strong"]] == ["brand"]


def test_paradox_solves_for_the_expectations():
    panel = widgets.paradox()
    assert panel.result.holds
    panel.controls["bank_satisfaction"].value = 2
    assert not panel.result.holds
    assert panel.views[0].rows[0]["x"] == 6.0
    panel.controls["bank_satisfaction"].value = -5
    assert panel.views[0].options["high"] == 13.0


def test_drift_draws_the_lines_of_drift():
    panel = widgets.drift()
    panel.controls["rate"].value = 0.5
    table = cx.frameworks.drift(8.0, 5.0, rate=0.5, periods=12).tidy()
    rows = [row["estimate"] for row in panel.views[0].rows if row["term"] == "expectation"]
    assert rows == table["expectation"].tolist()
    assert sum(bool(row["text"]) for row in panel.views[0].rows) == 3


def test_case_walk_recomputes_from_a_changed_cell():
    panel = widgets.case_walk(case())
    sheet, bars, table = panel.views
    assert [chart.layout.display for chart in (bars, table)] == ["none", ""]
    edit = {"kind": "edit", "term": "service", "column": "expectation"}
    sheet.event = {**edit, "value": 9}
    panel.controls["step"].value = 3
    changed = case().with_values(expectation={"service": 9})
    pd.testing.assert_frame_equal(panel.result.tidy(), changed.step(3).tidy())
    assert [chart.layout.display for chart in (bars, table)] == ["", "none"]
    cells = {row["term"]: row for row in sheet.rows}
    assert cells["service"]["satisfaction"]["text"] == "−3"
    assert cells["relationship"]["importance"]["value"] is None
    sheet.event = {**edit, "value": None}
    assert {row["term"]: row for row in sheet.rows}["service"]["expectation"]["value"] is None


def test_case_walk_refuses_a_value_off_the_scale_and_keeps_the_case():
    panel = widgets.case_walk(case())
    cell = {"kind": "edit", "term": "price", "column": "actual"}
    panel.views[0].event = {**cell, "value": 99}
    assert "must lie in 0-10" in panel.message
    assert panel.result.case.sheet().tidy().equals(case().sheet().tidy())


def test_case_walk_goes_round():
    panel = widgets.case_walk(case())
    for step in range(1, 8):
        panel.controls["step"].value = step
        assert panel.message == case().step(step).headline()
    panel._tools[0].click()
    assert panel.controls["step"].value == 1
    assert panel.result.tidy()["term"].iloc[0] == "convenience"
    assert "round 2" in panel.views[0].options["caption"]
    panel.reset()
    assert panel.result.case is case() or panel.result.case.round == 1


def test_cost_tree_has_the_numbers_of_the_source():
    panel = widgets.cost_tree(cx.frameworks.CostTree.load("silence"))
    pd.testing.assert_frame_equal(panel.result.tidy(), cost().tidy())
    texts = [row["text"] for row in panel.views[0].rows]
    assert {"50,000,000", "11,000,000", "61,600", "4,851,000", "83,600"} <= set(texts)
    assert panel.result.lost == pytest.approx(4_912_600)
    moves = {row["term"]: row for row in panel.views[1].rows}
    assert moves["negative"]["down"] == pytest.approx(-223_300)


def test_cost_tree_moves_shares_whatever_the_order():
    panel = widgets.cost_tree(cost())
    panel.controls["negative/complain/at_risk"].value = 0.0
    panel.controls["negative/complain/lost"].value = 1.0
    shares = panel.result.tidy().set_index("term")["share_of_parent"]
    assert shares["negative/complain/lost"] == 1.0
    panel.controls["negative/complain/at_risk"].value = 0.5
    assert "would have to be -0.5" in panel.message
    panel.controls["negative/complain/lost"].value = 0.2
    assert panel.result.tidy().set_index("term")["share_of_parent"][
        "negative/complain/kept"
    ] == pytest.approx(0.3)


def test_cost_tree_says_that_revenue_is_missing():
    panel = widgets.cost_tree(cost())
    panel.controls["revenue"].value = 0
    assert panel.message.startswith("revenue = 0 must be above 0")


def test_cost_tree_takes_a_tree_of_ones_own():
    tree = cx.frameworks.CostTree.from_dict(
        {
            "name": "shop",
            "branches": [
                {"name": "happy", "share": 0.9, "outcome": "kept"},
                {"name": "angry", "share": 0.1, "outcome": "lost"},
            ],
        }
    )
    panel = widgets.cost_tree(tree.evaluate(revenue=1000, currency="EUR"))
    assert list(panel.controls) == ["revenue", "angry"]
    panel.controls["angry"].value = 0.3
    assert panel.result.lost == pytest.approx(300)
    assert "EUR" in panel.message


def test_driver_chart_switches_method_and_drivers():
    names = [f"x_{name}" for name in TYPES]
    panel = MAKE["driver_chart"]()
    wanted = cx.drivers.importance(answers(), "satisfaction", names, boot=50, seed=1).tidy()
    shown = {row["term"]: row["estimate"] for row in panel.views[0].rows}
    assert shown == pytest.approx(dict(zip(wanted["term"], wanted["estimate"], strict=True)))
    panel.controls["method"].value = "beta"
    fit = cx.drivers.regress(answers(), "satisfaction", names).drivers()
    shown = {row["term"]: row["estimate"] for row in panel.views[0].rows}
    assert shown == pytest.approx(dict(zip(fit["term"], fit["beta"], strict=True)))
    panel.controls["x_brand"].value = False
    assert len(panel.views[0].rows) == 5


def test_driver_chart_needs_two_drivers():
    panel = MAKE["driver_chart"]()
    for name in TYPES[1:]:
        panel.controls[f"x_{name}"].value = False
    assert panel.message.startswith("Importance divides R²")
    assert len(panel.views[0].rows) == 2


def test_kano_pair_lights_the_field_and_counts_the_room():
    panel = widgets.kano_pair()
    grid, (add, back) = panel.views[0], panel._tools
    assert [row["term"] for row in grid.rows if row["lit"]] == ["like/dislike"]
    assert panel.message.startswith("One-dimensional")
    grid.event = {"kind": "pick", "term": "must_be/dislike"}
    assert panel.values() == {"functional": "must_be", "dysfunctional": "dislike"}
    add.click()
    add.click()
    grid.event = {"kind": "pick", "term": "like/neutral"}
    add.click()
    assert panel.message == (
        "Attractive: it delights when it is there, and nobody misses it. 2 of 3 answers: must-be"
    )
    assert {row["term"]: row["text"] for row in grid.rows if row["text"]} == {
        "like/neutral": "1",
        "must_be/dislike": "2",
    }
    wanted = cx.drivers.kano_table(functional=[2, 2, 1], dysfunctional=[5, 5, 3])
    pd.testing.assert_frame_equal(panel.result.tidy(), wanted.tidy())
    back.click()
    assert panel.result.n == 2
    panel.reset()
    assert not any(row["text"] for row in grid.rows)


def test_kano_plane_shows_the_numbers_of_kano():
    panel = widgets.kano_plane(interviews(), ("f_", "d_"), by="shop")
    panel.controls["group"].value = "A"
    panel.controls["n"].value = 15
    data = interviews()
    wanted = cx.drivers.kano(data[data["shop"] == "A"].head(15), ("f_", "d_")).tidy()
    for row, expected in zip(panel.views[0].rows, wanted.to_dict("records"), strict=True):
        assert (row["x"], row["y_low"]) == (expected["worse"], expected["better_low"])
        assert row["kind"] == expected["category"]
    assert panel.message.endswith("(n = 15)")


def test_retention_value_shows_what_lifetime_value_says():
    panel = widgets.retention_value()
    panel._tools[1].click()
    params = {"churn": 0.373, "heterogeneity": 0.347}
    wanted = cx.retention.lifetime_value(params, margin=100, discount=0.1)
    pd.testing.assert_frame_equal(panel.result.tidy(), wanted.tidy())
    stay, worth = panel.views
    rows = wanted.drawn().query("period <= 12")
    assert [row["estimate"] for row in stay.rows] == rows["share"].tolist()
    assert [row["estimate"] for row in worth.rows] == rows["estimate"].tolist()
    panel.controls["heterogeneity"].value = 0
    assert panel.result.tidy()["term"].tolist() == ["constant"]
    panel.controls["margin"].value = -5
    assert "margin is negative" in panel.views[0].options["alt"] + str(panel._line.options)


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (
            lambda: widgets.driver_chart(answers(), "satisfaction", ["x_prize", "x_brand"]),
            "no column 'x_prize'",
        ),
        (
            lambda: widgets.triangle(
                cx.frameworks.satisfaction(answers().assign(shop="A"), by="shop")
            ),
            "without groups",
        ),
        (
            lambda: widgets.gap_weights(
                cx.instruments.score(answers().assign(shop="A"), "servqual", by="shop")
            ),
            "without groups",
        ),
        (
            lambda: widgets.case_walk("meiyu"),
            r"takes what cx.frameworks.Case.load\(\) returns, not str",
        ),
        (lambda: widgets.kano_plane(interviews(), ("f_", "d_"), by="shops"), "no column 'shops'"),
        (lambda: widgets.cost_tree(law()), "not SatisfactionResult"),
        (lambda: widgets.value_balance(answers()), "not DataFrame"),
    ],
)
def test_what_cannot_be_shown_is_refused(make, match):
    with pytest.raises((cx.DataError, cx.SpecError), match=match):
        make()


def test_nps_change_shows_both_scores_and_the_difference():
    panel = widgets.nps_change(months(), "score", by="month")
    scores = cx.metrics.nps(months(), "score", by="month").tidy().set_index("group")["estimate"]
    panel.controls["before"].value = 1
    shown = {row["term"]: row["estimate"] for row in panel.views[0].rows}
    assert shown == pytest.approx(
        {"before": scores[1], "now": scores[3], "change": scores[3] - scores[1]}
    )
    assert panel.message == panel.result.explain()


def test_nps_change_of_a_group_with_itself_is_refused_in_words():
    panel = widgets.nps_change(months(), "score", by="month")
    panel.controls["before"].value = 3
    assert "3" in panel.message
    assert panel.result.tidy()["against"].item() == 2


def test_survey_power_grows_with_answers_and_change():
    panel = widgets.survey_power(10, n=100, draws=2000)
    before = panel.result.power
    panel.controls["n"].value = 400
    more = panel.result.power
    panel.controls["difference"].value = 20
    assert before < more < panel.result.power
