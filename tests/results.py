"""One small example of every result: the contract test asks for one per class.

A new result is added as ``"ClassName": function``; a further word tells variants of a class apart.
The function takes 300 customers of `meiyu` and returns the result.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

import cxlab as cx

X = ["x_product", "x_service", "x_relationship", "x_price", "x_convenience", "x_brand"]
SERVQUAL = [f"sq_p{number:02d}" for number in range(1, 23)]
ECSI = """
image =~ image_1 + image_2 + image_3 + image_4
quality =~ quality_1 + quality_2 + quality_3 + quality_4
satisfaction =~ satisfaction_1 + satisfaction_2 + satisfaction_3
loyalty =~ loyalty_1 + loyalty_2 + loyalty_3
quality ~ image
satisfaction ~ quality + image
loyalty ~ satisfaction + image
"""
CHAIN = """
trust =~ rel_t1 + rel_t2 + rel_t3
communication =~ rel_m1 + rel_m2 + rel_m3
loyalty =~ loy_1 + loy_2 + loy_3
communication ~ trust
loyalty ~ communication + trust
"""
HIGHER = """
trust =~ rel_t1 + rel_t2 + rel_t3
communication =~ rel_m1 + rel_m2 + rel_m3
loyalty =~ loy_1 + loy_2 + loy_3
bond =~ trust + communication
loyalty ~ bond
"""
SHORT = CHAIN.replace("communication + trust", "communication")
UNIT = Path(__file__).parent / "teach" / "course" / "units" / "01_demo"


@cache
def customers():
    return cx.load("meiyu").head(300)


def case():
    return cx.frameworks.Case.load("meiyu")


def cost():
    return cx.frameworks.CostTree.load("silence").evaluate()


def cohort():
    return cx.load("fader_hardie_2007")


def sbg():
    return cx.retention.fit_sbg(cohort(), "high_end", n=1000, periods=7)


def budget_table():
    return pd.DataFrame(
        {
            "segment": ["local", "local", "visitor"],
            "experience": ["convenience", "service", "convenience"],
            "value": [9, 4, 6],
            "cap": [60, 60, 30],
        }
    )


def audit(step=3):
    names = cx.frameworks.maturity_form().tidy()["term"]
    return {name: (step * place) % 5 for place, name in enumerate(names)}


def built():
    with TemporaryDirectory() as folder:
        return cx.teach.build(UNIT, lang="en", out=folder)


def pls(boot=0, **options):
    return cx.paths.fit_pls(cx.simulate.ecsi(300).data, ECSI, boot=boot, seed=7, **options)


def stays(d, by="branch"):
    return cx.retention.survival(d, "tenure_months", "churned", by=by)


def hazards(d):
    return cx.retention.cox(d, "tenure_months", "churned", ["x_product", "x_price", "segment"])


def members(d):
    """Return customers with the month they left; missing for who is still there."""
    return d.assign(end=(d["month"] + d["tenure_months"]).where(d["churned"] == 1))


FRAMEWORKS = {
    "AllocationResult": lambda d: cx.frameworks.allocate(100, budget_table(), cap="cap"),
    "Catalogue": lambda d: cx.frameworks.determinants(),
    "Catalogue cem": lambda d: cx.frameworks.cem_vs_crm(),
    "ConfirmationResult": lambda d: cx.frameworks.confirmation_test(d, "satisfaction"),
    "DriftResult": lambda d: cx.frameworks.drift(7, 3, rate=0.3, periods=6),
    "MaturityForm": lambda d: cx.frameworks.maturity_form(),
    "MaturityResult": lambda d: cx.frameworks.maturity(audit()),
    "MaturityResult by": lambda d: cx.frameworks.maturity(
        pd.DataFrame([audit(), audit(2)]).assign(who=["office", "desk"]), by="who"
    ),
    "MaturityResult statements": lambda d: cx.frameworks.maturity(
        audit() | {"map": None}, level="statement"
    ),
    "ParadoxResult": lambda d: cx.frameworks.paradox(
        {"bank": 8, "telecom": 4}, {"bank": -1, "telecom": 1}
    ),
    "PlaceResult": lambda d: cx.frameworks.place({"concert": -0.6}, {"concert": 0.7}),
    "ProgressionResult": lambda d: cx.frameworks.progression(),
    "RealmsResult": lambda d: cx.frameworks.realms(d),
    "RelationshipResult": lambda d: cx.frameworks.relationship_quality(d),
    "SalesProof": lambda d: cx.frameworks.sales_proof({1: 100, 2: 220, 4: 500}),
    "SatisfactionResult": lambda d: cx.frameworks.satisfaction(d, importance="w_"),
    "SatisfactionResult by": lambda d: cx.frameworks.satisfaction(d, by="branch"),
    "ValueResult": lambda d: cx.frameworks.perceived_value(d),
}
CASE = {
    "BrandValueStep": lambda d: case().step(1),
    "SatisfactionStep": lambda d: case().step(2),
    "KeyStep": lambda d: case().step(3),
    "GapStep": lambda d: case().step(4),
    "RequirementStep": lambda d: case().step(5),
    "FitStep": lambda d: case().step(6),
    "FeedbackStep": lambda d: case().step(7),
    "BreakEvenCurve": lambda d: case().break_even(),
    "ProofResult": lambda d: case().proof(),
    "SheetResult": lambda d: case().sheet(),
}
COST = {
    "BreakEvenResult": lambda d: cost().break_even(100_000, "complain"),
    "ComplaintParadox": lambda d: cost().complaint_paradox(),
    "CostResult": lambda d: cost(),
    "LeverResult": lambda d: cost().levers(),
    "SimulationResult": lambda d: cost().simulate(200, seed=7),
    "SweepResult": lambda d: cost().sweep("complain"),
    "TornadoResult": lambda d: cost().tornado(),
}
VALUE = {
    "BdwResult": lambda d: cx.retention.fit_bdw(cohort(), "high_end", n=1000, boot=50, seed=7),
    "ForecastResult": lambda d: sbg().forecast(15),
    "ForecastResult rates": lambda d: sbg().forecast(of="retention"),
    "LifetimeValueResult": lambda d: cx.retention.lifetime_value(sbg(), margin=100, discount=0.1),
    "LifetimeValueResult one rate": lambda d: cx.retention.lifetime_value(
        0.8, margin=2000, discount=0.1, horizon=5, first="later", currency="CNY"
    ),
    "PointValueResult": lambda d: cx.retention.point_value(
        0.8, customers=10_000, margin=100, discount=0.12, currency="USD"
    ),
    "PointValueResult fit": lambda d: cx.retention.point_value(
        sbg(), customers=10_000, margin=100, discount=0.12
    ),
    "SbgResult": lambda d: sbg(),
}
INSTRUMENTS = {
    "EfaResult": lambda d: cx.instruments.efa(d, [f"sq_p{k:02d}" for k in range(1, 10)], seed=1),
    "EfaResult ordinal": lambda d: cx.instruments.efa(
        d, [f"sq_p{k:02d}" for k in range(1, 10)], factors=2, correlation="polychoric"
    ),
    "ParallelResult": lambda d: cx.instruments.parallel(d, X, seed=1),
    "ParallelResult factors": lambda d: cx.instruments.parallel(d, X, kind="factors", seed=1),
    "GapResult": lambda d: cx.instruments.score(d, "servqual"),
    "GapResult items": lambda d: cx.instruments.score(d, "servqual", level="item"),
    "IccResult": lambda d: cx.instruments.icc(d, ["loy_1", "loy_2", "loy_3"]),
    "ReliabilityResult": lambda d: cx.instruments.reliability(d, "loyalty"),
    "ReliabilityResult ordinal": lambda d: cx.instruments.reliability(
        d, "loyalty", correlation="polychoric"
    ),
    "ReliabilityResult bootstrap": lambda d: cx.instruments.reliability(
        d, "loyalty", interval="bca", boot=200, seed=1
    ),
    "ScoreResult": lambda d: cx.instruments.score(d, "loyalty", by="branch"),
    "ScreenResult": lambda d: cx.instruments.screen(d, "relationship"),
    "ScreenResult columns": lambda d: cx.instruments.screen(d, ["rel_t1", "rel_t2", "rel_c3"]),
    "ValidityResult": lambda d: cx.instruments.validity(d, "servqual"),
    "ValidityResult bootstrap": lambda d: cx.instruments.validity(
        d, "relationship", boot=200, seed=1
    ),
}
MODELS = {
    "ClaimsResult": lambda d: cx.drivers.compare(d, "recommend", X, boot=50, seed=7).claims(),
    "CompareResult": lambda d: cx.drivers.compare(d, "satisfaction", X, boot=50, seed=7),
    "DiagnosisResult": lambda d: cx.drivers.regress(d, "satisfaction", X).diagnose(),
    "ImportanceResult": lambda d: cx.drivers.importance(d, "satisfaction", X, boot=50, seed=7),
    "ImportanceResult logit": lambda d: cx.drivers.importance(
        d, "churned", [*X[:3], "branch"], family="logit", weights="tenure_months", boot=20, seed=7
    ),
    "ImportanceResult last": lambda d: cx.drivers.importance(
        d, "recommend", X[:3], family="ordinal-mz", method="last", boot=0
    ),
    "OutrankingResult": lambda d: cx.drivers.importance(
        d, "satisfaction", X, boot=50, seed=7
    ).differences(),
    "DominanceResult": lambda d: cx.drivers.importance(
        d, "satisfaction", X, boot=50, seed=7
    ).dominance(),
    "IpaResult": lambda d: cx.drivers.ipa(d, "satisfaction", X, boot=50, seed=7),
    "IpaResult stated": lambda d: cx.drivers.ipa(
        d, None, X, importance="w_", weights="tenure_months", cross="scale", boot=50, seed=7
    ),
    "KanoResult": lambda d: cx.drivers.kano(cx.load("meiyu_kano"), ("f_", "d_"), importance="w_"),
    "KanoResult by": lambda d: cx.drivers.kano(cx.load("meiyu_kano"), ("f_", "d_"), by="segment"),
    "KanoTable": lambda d: cx.drivers.kano_table(),
    "KanoTable counted": lambda d: cx.drivers.kano_table(
        functional=[2, 1, 1], dysfunctional=[5, 5, 3]
    ),
    "MediationResult": lambda d: cx.paths.mediate(
        d, ["x_service", "satisfaction", "recommend"], boot=100, seed=7
    ),
    "MediationResult parallel": lambda d: cx.paths.mediate(
        d, ["x_service", ["x_price", "x_brand"], "satisfaction"], interval="bca", boot=100, seed=7
    ),
    "MediationResult PLS": lambda d: cx.paths.mediate(
        pls(50), ["image", "quality", "satisfaction", "loyalty"]
    ),
    "MediationResult SEM": lambda d: cx.paths.mediate(
        cx.paths.fit_sem(d, CHAIN), ["trust", "communication", "loyalty"]
    ),
    "ModerationResult": lambda d: cx.drivers.moderate(
        d, "satisfaction", "x_service", "tenure_months", covariates=["x_price"], at="quantiles"
    ),
    "ModerationResult categories": lambda d: cx.drivers.moderate(
        d, "satisfaction", "x_service", "branch"
    ),
    "PenaltyRewardResult": lambda d: cx.drivers.penalty_reward(d, "satisfaction", X, low=4, high=6),
    "ProportionalOddsResult": lambda d: cx.drivers.regress(
        d.assign(level=d["recommend"].clip(4, 9)), "level", X, family="ordinal"
    ).proportional_odds(),
    "RegionResult": lambda d: cx.drivers.moderate(
        d, "satisfaction", "x_service", "x_price"
    ).johnson_neyman(),
    "RegressionResult": lambda d: cx.drivers.regress(d, "satisfaction", X, robust="HC3"),
    "WhatIfResult": lambda d: cx.drivers.regress(d, "satisfaction", X).what_if({"x_price": 0.5}),
    "RegressionResult logit": lambda d: cx.drivers.regress(d, "repurchased", X[:3], family="logit"),
    "RegressionResult ordinal": lambda d: cx.drivers.regress(d, "recommend", X, family="ordinal"),
    "SemResult": lambda d: cx.paths.fit_sem(
        d,
        "trust =~ rel_t1 + rel_t2 + rel_t3; loyalty =~ loy_1 + loy_2 + loy_3; loyalty ~ trust",
    ),
    "ConstructMap": lambda d: pls(50).importance_performance("loyalty"),
    "ConstructMap items": lambda d: pls().importance_performance("loyalty", level="item"),
    "PathGroups": lambda d: cx.paths.compare_groups(
        d,
        "trust =~ rel_t1 + rel_t2; loyalty =~ loy_1 + loy_2; loyalty ~ trust",
        "segment",
        permutations=99,
        seed=7,
    ),
    "Measurement": lambda d: cx.paths.measurement(pls()),
    "Measurement formed": lambda d: cx.paths.measurement(
        cx.paths.fit_pls(d, CHAIN.replace("trust =~", "trust <~"), boot=50, seed=7)
    ),
    "PlsValidity formed": lambda d: cx.paths.fit_pls(
        d, CHAIN.replace("trust =~", "trust <~"), boot=50, seed=7
    ).validity(),
    "Measurement groups": lambda d: cx.paths.measurement(
        cx.paths.fit_cfa(d, CHAIN, by="channel", estimator="ml")
    ),
    "PathWhatIf": lambda d: cx.paths.what_if(pls(50), {"image": 5}),
    "PathWhatIf two": lambda d: cx.paths.what_if(pls(), {"image": 5, "quality": -3}),
    "PlsEffects": lambda d: pls(50).effects(),
    "PlsEffects routes": lambda d: pls().indirect(),
    "PlsResult": lambda d: pls(50),
    "PlsResult consistent": lambda d: pls(50, consistent=True, interval="bca"),
    "PlsResult moderated": lambda d: cx.paths.fit_pls(
        d,
        "trust =~ rel_t1 + rel_t2; price <~ value_p1 + value_p2; loyalty =~ loy_1 + loy_2; "
        "loyalty ~ trust + price + trust:price",
        boot=50,
        seed=7,
    ),
    "PlsResult higher": lambda d: cx.paths.fit_pls(d, HIGHER, boot=50, seed=7),
    "PlsValidity": lambda d: pls(50).validity(),
    "PredictResult": lambda d: pls().predict(seed=7),
    "PredictResult higher": lambda d: cx.paths.fit_pls(d, HIGHER).predict(seed=7),
    "SemResult measurement": lambda d: cx.paths.fit_cfa(d, CHAIN),
    "SemStandardised": lambda d: cx.paths.fit_cfa(d, CHAIN).standardised(),
    "SemStandardised groups": lambda d: cx.paths.fit_sem(d, CHAIN, by="segment").standardised(),
    "SemResult groups": lambda d: cx.paths.fit_sem(d, CHAIN, by="segment", equal="loadings"),
    "SemEffects": lambda d: cx.paths.fit_sem(d, CHAIN).effects(),
    "SemEffects routes": lambda d: cx.paths.fit_sem(d, CHAIN, by="segment").effects(
        source="trust", target="loyalty", interval="montecarlo", draws=1000, seed=7
    ),
    "InvarianceResult": lambda d: cx.paths.invariance(d, CHAIN, "segment"),
    "InvarianceResult partial": lambda d: cx.paths.invariance(
        d, CHAIN, "segment", free="rel_t2 ~1", estimator="mlr"
    ),
    "ModelComparison": lambda d: cx.paths.compare(
        {"chain": cx.paths.fit_sem(d, CHAIN), "short": cx.paths.fit_sem(d, SHORT)}
    ),
    "PredictionComparison": lambda d: cx.paths.compare(
        {"chain": cx.paths.fit_pls(d, CHAIN), "short": cx.paths.fit_pls(d, SHORT)}, seed=7
    ),
    "RecoveryResult": lambda d: cx.report.recovery(
        cx.paths.fit_sem(d, CHAIN), {"trust -> communication": 0.5, "trust -> loyalty": 0.4}
    ),
    "RecoveryResult PLS": lambda d: cx.report.recovery(
        cx.paths.fit_pls(d, CHAIN), {"trust -> communication": 0.5}
    ),
    "RouteDifferences": lambda d: cx.paths.mediate(
        d, ["x_service", ["x_price", "x_brand"], "satisfaction"], boot=100, seed=7
    ).differences(),
}
METRICS = {
    "CesMeanResult": lambda d: cx.metrics.ces(d, "cost_effort"),
    "CesResult": lambda d: cx.metrics.ces(d, "cost_effort", easy=(1, 3), by="channel"),
    "ChurnResult": lambda d: cx.metrics.churn_rate(d, "churned", by="branch"),
    "CsatResult": lambda d: cx.metrics.csat(d, "x_price", by="branch"),
    "DeliveryGapResult": lambda d: cx.metrics.gap_of_shares(0.80, 0.08, n_said=362),
    "DeliveryGapResult by": lambda d: cx.metrics.delivery_gap(
        d, "repurchased", "churned", by="segment"
    ),
    "DifferenceResult": lambda d: cx.metrics.nps(d, "recommend", by="branch").differences(),
    "DifferenceResult share": lambda d: cx.metrics.csat(d, "x_price", by="segment").difference(
        "local", "visitor"
    ),
    "NetExperienceResult": lambda d: cx.metrics.net_experience(
        d, "x_price", positive=range(7, 11), negative=range(5), by="branch"
    ),
    "NetExperienceResult shares": lambda d: cx.metrics.net_of_shares(0.78, 0.22),
    "NpsResult": lambda d: cx.metrics.nps(d, "recommend"),
    "NpsResult by": lambda d: cx.metrics.nps(d, "recommend", by="month", weights="tenure_months"),
    "OverTimeResult": lambda d: cx.metrics.over_time(d, "recommend", "month"),
    "OverTimeResult by": lambda d: cx.metrics.over_time(
        d, "x_price", "month", metric="csat", by="segment"
    ),
    "PowerResult": lambda d: cx.metrics.power(10, 400, seed=7),
    "RetentionResult": lambda d: cx.metrics.retention_rate(d, "churned", stayed=0),
    "SampleSizeResult": lambda d: cx.metrics.sample_size(5, assumed=(0.4, 0.35, 0.25)),
    "SampleSizeResult share": lambda d: cx.metrics.sample_size(0.05, metric="share", compare=True),
    "ScorecardResult": lambda d: cx.metrics.scorecard(
        cx.metrics.nps(d, "recommend"), cx.metrics.ces(d, "cost_effort")
    ),
    "TrendResult": lambda d: cx.metrics.nps(d, "recommend", by="month").trend(),
}
READING = {
    "Quality": lambda d: cx.reading.quality(
        cx.simulate.careless(d, SERVQUAL, share=0.04).data,
        SERVQUAL,
        id="respondent",
        duration="seconds",
    ),
    "Quality few": lambda d: cx.reading.quality(d.head(9), SERVQUAL[:4]),
}
TEACH = {
    "BuildResult": lambda d: built(),
    "OutlineResult": lambda d: cx.teach.outline(UNIT),
    "ProgressResult": lambda d: cx.teach.progress(),
    "RehearsalResult": lambda d: cx.teach.rehearse(UNIT),
}
SURVIVAL = {
    "CohortsResult": lambda d: cx.retention.cohorts(members(d), "month", end="end", until=30),
    "CohortsResult active": lambda d: cx.retention.cohorts(d, "month", customer="branch"),
    "CoxResult": lambda d: hazards(d),
    "LifetimeResult": lambda d: stays(d).quantiles([0.25, 0.5]),
    "LifetimeResult mean": lambda d: stays(d).mean(24),
    "LifetimeResult share": lambda d: stays(d, None).at([6, 12]),
    "LogRankResult": lambda d: stays(d).compare(),
    "ProfilesResult": lambda d: hazards(d).profiles(d.head(2).set_axis(["A", "B"])),
    "ProportionalResult": lambda d: hazards(d).proportional_hazards(),
    "SurvivalResult": lambda d: stays(d),
    "SurvivalResult one": lambda d: stays(d, None),
}
EXAMPLES = (
    SURVIVAL | VALUE | FRAMEWORKS | CASE | COST | INSTRUMENTS | METRICS | MODELS | READING | TEACH
)
