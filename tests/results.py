"""One small example of every result: the contract test asks for one per class.

A new result is added here as ``"ClassName": function``; the function takes a frame of 300 customers
of `meiyu` and returns the result.
"""

from functools import cache

import cxlab as cx

X = ["x_product", "x_service", "x_relationship", "x_price", "x_convenience", "x_brand"]


@cache
def customers():
    return cx.load("meiyu").head(300)


def case():
    return cx.frameworks.Case.load("meiyu")


EXAMPLES = {
    "BrandValueStep": lambda d: case().step(1),
    "BreakEvenCurve": lambda d: case().break_even(),
    "Catalogue": lambda d: cx.frameworks.determinants(),
    "ConfirmationResult": lambda d: cx.frameworks.confirmation_test(d, "satisfaction"),
    "DiagnosisResult": lambda d: cx.drivers.regress(d, "satisfaction", X).diagnose(),
    "DriftResult": lambda d: cx.frameworks.drift(7, 3, rate=0.3, periods=6),
    "FeedbackStep": lambda d: case().step(7),
    "FitStep": lambda d: case().step(6),
    "GapResult": lambda d: cx.instruments.score(d, "servqual"),
    "GapStep": lambda d: case().step(4),
    "ImportanceResult": lambda d: cx.drivers.importance(d, "satisfaction", X, boot=50, seed=7),
    "IpaResult": lambda d: cx.drivers.ipa(d, "satisfaction", X, boot=50, seed=7),
    "KeyStep": lambda d: case().step(3),
    "NetExperienceResult": lambda d: cx.frameworks.net_experience(183, 66, n=300),
    "OutlineResult": lambda d: cx.teach.outline(),
    "ParadoxResult": lambda d: cx.frameworks.paradox(
        {"bank": 8, "telecom": 4}, {"bank": -1, "telecom": 1}
    ),
    "PenaltyRewardResult": lambda d: cx.drivers.penalty_reward(d, "satisfaction", X, low=4, high=6),
    "PlaceResult": lambda d: cx.frameworks.place({"concert": -0.6}, {"concert": 0.7}),
    "ProgressResult": lambda d: cx.teach.progress(),
    "ProgressionResult": lambda d: cx.frameworks.progression(),
    "ProofResult": lambda d: case().proof(),
    "RealmsResult": lambda d: cx.frameworks.realms(d),
    "RegressionResult": lambda d: cx.drivers.regress(d, "satisfaction", X),
    "RelationshipResult": lambda d: cx.frameworks.relationship_quality(d),
    "ReliabilityResult": lambda d: cx.instruments.reliability(d, "loyalty"),
    "RequirementStep": lambda d: case().step(5),
    "SalesProof": lambda d: cx.frameworks.sales_proof({1: 100, 2: 220, 4: 500}),
    "SatisfactionResult": lambda d: cx.frameworks.satisfaction(d, importance="w_"),
    "SatisfactionStep": lambda d: case().step(2),
    "SheetResult": lambda d: case().sheet(),
    "ScoreResult": lambda d: cx.instruments.score(d, "loyalty", by="branch"),
    "ValueResult": lambda d: cx.frameworks.perceived_value(d),
}
