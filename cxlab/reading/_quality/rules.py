"""The thresholds of the quality report, and what each flag is called and stands for."""

from __future__ import annotations

from dataclasses import dataclass, fields

from cxlab._core import validate
from cxlab._core.i18n import N_

BOUNDS = {
    "chance": (0.0001, 0.1),
    "seconds": (0, 60),
    "faster": (1, 100),
    "outlier": (0.5, 0.999999),
    "far": (0, 0.999999),
    "order": (0, 0.999),
    "twins": (0.1, 0.99),
    "answered": (0, 1),
}


@dataclass(frozen=True)
class QualityRules:
    """The thresholds of :func:`cxlab.reading.quality`.

    Parameters
    ----------
    chance
        A run, a small spread or a contradiction is flagged if at most this share of attentive
        respondents shows one.
    seconds
        Fewer seconds per question than this are too few to read it (Huang et al., 2012).
    faster
        How many times as fast as the median is too fast (Leiner, 2019).
    outlier
        Quantile of the chi-squared distribution beyond which D² is an outlier.
    far, order
        Answers count as random if D² lies beyond the quantile ``far``, and more than the share
        ``order`` of shuffled orders of the person's own answers would fit as well (Ilagan & Falk,
        2023). ``far=0`` judges everybody by the order alone.
    twins
        Correlation from which two questions ask the same (Meade & Craig, 2012).
    answered
        Share of the questions that a complete questionnaire answers (AAPOR, 2015).

    Raises
    ------
    SpecError
        A threshold is not a number, or out of its bounds.

    Examples
    --------
    >>> QualityRules(seconds=1.5).seconds
    1.5
    """

    chance: float = 0.01
    seconds: float = 2.0
    faster: float = 2.0
    outlier: float = 0.999
    far: float = 0.99
    order: float = 0.05
    twins: float = 0.6
    answered: float = 0.8

    def __post_init__(self) -> None:
        for each in fields(self):
            low, high = BOUNDS[each.name]
            value = validate.inside(getattr(self, each.name), low, high, each.name)
            object.__setattr__(self, each.name, value)


@dataclass(frozen=True)
class Flag:
    """What a flag is called, of which kind it is, and its rule; words marked for translation."""

    kind: str
    name: str
    rule: str


FLAGS = {
    "straight": Flag(
        "sameness",
        N_("same answer in a row"),
        N_("a run of one answer so long that at most {chance} of careful respondents show one"),
    ),
    "flat": Flag(
        "sameness",
        N_("hardly any spread"),
        N_("SD of the answers below that of all but {chance} of careful respondents"),
    ),
    "speed": Flag(
        "haste", N_("too fast to read"), N_("less than {seconds} seconds per question answered")
    ),
    "rushed": Flag(
        "haste", N_("far faster than others"), N_("more than {faster} times as fast as the median")
    ),
    "outlier": Flag(
        "disorder", N_("unlike all others"), N_("D² beyond the {outlier} quantile of chi-squared")
    ),
    "inconsistent": Flag(
        "disorder",
        N_("contradicts itself"),
        N_(
            "consistency below {threshold}, so low that at most {chance} of careful "
            "respondents show it"
        ),
    ),
    "random": Flag(
        "disorder",
        N_("as if at random"),
        N_("D² beyond the {far} quantile, and over {order} of shuffled orders fit as well"),
    ),
    "copy": Flag(
        "copies",
        N_("same answers as another"),
        N_("all answers identical to somebody else's, the chance of that below {copies}"),
    ),
    "repeated": Flag("copies", N_("same id again"), N_("the id appears in several rows")),
    "left_out": Flag(
        "completion", N_("questions left out"), N_("less than {answered} of the questions answered")
    ),
    "unfinished": Flag("completion", N_("not finished"), N_("the file says: not finished")),
    "preview": Flag(
        "completion", N_("test or preview"), N_("the file says: test, preview or spam")
    ),
}
KINDS = {
    "sameness": N_("sameness"),
    "haste": N_("haste"),
    "disorder": N_("disorder"),
    "copies": N_("copies"),
    "completion": N_("completion"),
    "any": N_("two kinds or more"),
}
CARELESS = ("sameness", "haste", "disorder")  # kinds of evidence that add up
STATES = {
    "judged": N_("judged"),
    "no_column": N_("no column was named for it"),
    "few_rows": N_("too few respondents to compare with"),
    "few_items": N_("too few questions"),
    "no_pairs": N_("fewer than 5 pairs of similar questions, and fewer than 5 blocks"),
    "no_time": N_("no answering times"),
    "blunt": N_("too few questions: careful respondents would show it too"),
}
COPIES = 0.001  # chance of somebody else with the same answers below which it is no chance
