"""What the package says at the values of a widget: texts that its finding must hold."""

import re
from functools import cache
from pathlib import Path

import cxlab as cx
from cxlab._core.numerals import signed


@cache
def meiyu():
    return cx.load("meiyu")


def types():
    return [name for name in meiyu().columns if name.startswith("x_")]


def gap_weights(points, _chosen):
    gaps = cx.instruments.score(meiyu(), "servqual")
    names = [each.name for each in gaps.instrument.dimensions]
    result = gaps.reweight(dict(zip(names, points, strict=True)))
    rows = result.tidy().set_index("term")
    first = rows.loc[rows.loc[names, "weighted"].idxmin()]
    whole = rows.loc["overall_weighted", "estimate"]
    return [signed(first["weighted"], 2), signed(float(whole), 2), f"{first['weight']:.0%}"]


def value_balance(levels, _chosen):
    value = cx.frameworks.perceived_value(meiyu())
    means = value.tidy().set_index("term")["estimate"].round(1)
    parts = [*value.plot_options()["right"], *value.costs]
    now = dict(zip(parts, levels, strict=True))
    return [
        cx.frameworks.what_if(value, {k: v for k, v in now.items() if v != means[k]}).headline()
    ]


def paradox(values, _chosen):
    bank, bank_felt, telecom, telecom_felt = values
    experience = {"bank": bank, "telecom": telecom}
    return [
        cx.frameworks.paradox(experience, {"bank": bank_felt, "telecom": telecom_felt}).headline()
    ]


def drift(values, _chosen):
    experience, expectation, rate = values
    return [cx.frameworks.drift(experience, expectation, rate=rate, periods=12).headline()]


def triangle(levels, _chosen):
    law = cx.frameworks.satisfaction(meiyu(), experience="x_", expectation="e_")
    means = law.tidy().set_index("term")["expectation"]
    now = zip(law.drawn()["term"], levels, strict=True)
    moved = {term: level for term, level in now if abs(level - means[term]) > 1e-9}
    return [cx.frameworks.what_if(law, moved).headline()]


def case_walk(_values, chosen):
    return [cx.frameworks.Case.load("meiyu").step(chosen[0] + 1).headline()]


def cost_tree(shares, _chosen):
    tree = cx.frameworks.CostTree.load("silence")
    tree = tree.with_share("negative", shares[0], balance="positive")
    return [tree.evaluate(revenue=50_000_000).headline()]


def driver_chart(_values, chosen):
    method = ("lmg", "johnson")[chosen[0]]
    asked = {"method": method, "boot": 400, "seed": 1}
    return [cx.drivers.importance(meiyu(), "satisfaction", types(), **asked).headline()]


def nps_change(_values, chosen):
    monthly = cx.metrics.nps(meiyu(), "recommend", by="month")
    before, now = (monthly.tidy()["group"].iloc[place] for place in chosen)
    return [monthly.difference(now, before).explain()]


def survey_power(values, _chosen):
    difference, n = values
    whole = cx.metrics.nps(meiyu(), "recommend").tidy()
    mix = whole[["promoters", "passives", "detractors"]].iloc[0].tolist()
    given = {"assumed": mix, "draws": 4000, "seed": 1}
    return [cx.metrics.power(difference, int(n), **given).headline()]


def kano_plane(values, chosen):
    data = cx.load("meiyu_kano")
    names = ["", *sorted(data["segment"].unique())]
    part = data[data["segment"] == names[chosen[0]]] if chosen[0] else data
    result = cx.drivers.kano(part.head(int(values[0])), ("f_", "d_"))
    return [result.headline(), str(result.n)]


def retention_value(values, _chosen):
    churn, heterogeneity, discount = values
    params = {"churn": churn, "heterogeneity": heterogeneity}
    return [cx.retention.lifetime_value(params, margin=100, discount=discount).headline()]


def path_what_if(moves, _chosen):
    fit = cx.paths.fit_pls(cx.load("mobi"), phone_model(), boot=1000, seed=7)
    causes = [name for layer in fit.plan.model.layers() for name in layer][:-1]
    moved = {name: by for name, by in zip(causes, moves, strict=True) if by}
    return [cx.paths.what_if(fit, moved).headline()]


def phone_model():
    """Return the model of unit 11 for mobi, as its text has it."""
    unit = Path(__file__).parents[2] / "course" / "units" / "11_path_models" / "unit.md"
    return re.search(r'ecsi = """(.*?)"""', unit.read_text(encoding="utf-8"), re.S)[1]


def answer_quality(values, _chosen):
    chance, seconds = values
    blocks = {
        prefix: [prefix + name.removeprefix("x_") for name in types()]
        for prefix in ("x_", "e_", "w_")
    }
    rules = cx.reading.QualityRules(chance=chance / 100, seconds=seconds)
    data = cx.simulate.company().data
    return [cx.reading.quality(data, blocks, duration="duration", rules=rules).headline()]


# By unit and place of the widget in it.
KNOWN = {
    ("02_servqual", 0): gap_weights,
    ("03_perceived_value", 0): value_balance,
    ("04_triangle_law", 0): paradox,
    ("04_triangle_law", 1): drift,
    ("04_triangle_law", 2): triangle,
    ("05_meiyu_seven_steps", 0): case_walk,
    ("06_churn_cost", 0): cost_tree,
    ("07_drivers_of_loyalty", 0): driver_chart,
    ("08_metrics", 0): nps_change,
    ("08_metrics", 1): survey_power,
    ("10_kano_ipa", 1): kano_plane,
    ("11_path_models", 0): path_what_if,
    ("12_retention_value", 0): retention_value,
    ("15_capstone", 0): answer_quality,
}
