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
UNIT = Path(__file__).parent / "teach" / "course" / "units" / "01_demo"


@cache
def customers():
    return cx.load("meiyu").head(300)


def case():
    return cx.frameworks.Case.load("meiyu")


def cost():
    return cx.frameworks.CostTree.load("silence").evaluate()


def budget_table():
    return pd.DataFrame(
        {
            "segment": ["local", "local", "visitor"],
            "experience": ["convenience", "service", "convenience"],
            "value": [9, 4, 6],
            "cap": [60, 60, 30],
        }
    )


def built():
    with TemporaryDirectory() as folder:
        return cx.teach.build(UNIT, lang="en", out=folder)


FRAMEWORKS = {
    "AllocationResult": lambda d: cx.frameworks.allocate(100, budget_table(), cap="cap"),
    "Catalogue": lambda d: cx.frameworks.determinants(),
    "Catalogue cem": lambda d: cx.frameworks.cem_vs_crm(),
    "ConfirmationResult": lambda d: cx.frameworks.confirmation_test(d, "satisfaction"),
    "DriftResult": lambda d: cx.frameworks.drift(7, 3, rate=0.3, periods=6),
    "NetExperienceResult": lambda d: cx.frameworks.net_experience(183, 66, n=300),
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
INSTRUMENTS = {
    "GapResult": lambda d: cx.instruments.score(d, "servqual"),
    "ReliabilityResult": lambda d: cx.instruments.reliability(d, "loyalty"),
    "ScoreResult": lambda d: cx.instruments.score(d, "loyalty", by="branch"),
}
MODELS = {
    "DiagnosisResult": lambda d: cx.drivers.regress(d, "satisfaction", X).diagnose(),
    "ImportanceResult": lambda d: cx.drivers.importance(d, "satisfaction", X, boot=50, seed=7),
    "IpaResult": lambda d: cx.drivers.ipa(d, "satisfaction", X, boot=50, seed=7),
    "MediationResult": lambda d: cx.paths.mediate(
        d, ["x_service", "satisfaction", "recommend"], boot=100, seed=7
    ),
    "PenaltyRewardResult": lambda d: cx.drivers.penalty_reward(d, "satisfaction", X, low=4, high=6),
    "RegressionResult": lambda d: cx.drivers.regress(d, "satisfaction", X, robust="HC3"),
    "RegressionResult logit": lambda d: cx.drivers.regress(d, "repurchased", X[:3], family="logit"),
    "RegressionResult ordinal": lambda d: cx.drivers.regress(d, "recommend", X, family="ordinal"),
}
TEACH = {
    "BuildResult": lambda d: built(),
    "OutlineResult": lambda d: cx.teach.outline(UNIT),
    "ProgressResult": lambda d: cx.teach.progress(),
    "RehearsalResult": lambda d: cx.teach.rehearse(UNIT),
}
EXAMPLES = FRAMEWORKS | CASE | COST | INSTRUMENTS | MODELS | TEACH
