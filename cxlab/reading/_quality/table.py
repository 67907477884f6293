"""One row per flag: how many were judged and flagged, and how many chance alone would flag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab.reading._quality.indices import SAMPLE, Frame
from cxlab.reading._quality.rules import CARELESS, COPIES, FLAGS, QualityRules
from cxlab.reading._quality.yardstick import Yardstick

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

SEVERAL, ANY = "several", "any"
ROLES = {
    "speed": "duration",
    "rushed": "duration",
    "repeated": "id",
    "unfinished": "finished",
    "preview": "status",
}


def states(
    frame: Frame, stick: Yardstick | None, values: Mapping[str, Array], given: Iterable[str]
) -> dict[str, tuple[str, int]]:
    """Return for each flag whether it was judged, or why not, and how many respondents were."""
    count = {name: int((~np.isnan(each)).sum()) for name, each in values.items()}
    n = len(values["answered"])
    alone = len(frame.centre.columns) < 2
    some = "judged" if frame.several else "few_rows"
    rows = "judged" if frame.comparable else "few_rows"
    spread = _first(some, "judged" if count["spread"] else "few_items")
    timed, faster = count.get("seconds", 0), count.get("faster", 0)
    many = "judged" if faster >= SAMPLE else "few_rows"
    out = {
        "straight": (_unless_blunt(spread, stick and stick.within_reach), count["spread"]),
        "flat": (_unless_blunt(spread, stick and stick.spread > 0), count["spread"]),
        "speed": ("judged" if timed else "no_time", timed),
        "rushed": (_first("judged" if timed else "no_time", many), faster),
        "outlier": (_first(some, "few_items" if alone else rows), count["distance"]),
        "inconsistent": (
            _unless_blunt(
                _first(some, "judged" if frame.method else "no_pairs"),
                stick and stick.consistency > -1,
            ),
            count["consistency"],
        ),
        "random": (
            _first(some, rows if frame.groups else "few_items"),
            count["distance"],
        ),
        "copy": (spread, count["spread"]),
    }
    absent = {name for name, role in ROLES.items() if role not in given}
    for name in FLAGS:
        out.setdefault(name, ("judged", n))
        if name in absent:
            out[name] = ("no_column", 0)
    return {name: each if each[0] == "judged" else (each[0], 0) for name, each in out.items()}


def _unless_blunt(state: str, sharp: Any) -> str:
    """Say so where careful respondents show as much as careless ones."""
    return "blunt" if state == "judged" and not sharp else state


def _first(*reasons: str) -> str:
    """Return the first reason not to judge, if there is one."""
    return next((each for each in reasons if each != "judged"), "judged")


def flag_frame(
    flags: Mapping[str, Bools], judged: Mapping[str, tuple[str, int]], index: pd.Index
) -> pd.DataFrame:
    """Return every flag as a column; one that could not be judged is raised for nobody."""
    nobody = np.zeros(len(index), bool)
    return pd.DataFrame(
        {name: flags[name] if judged[name][0] == "judged" else nobody for name in FLAGS},
        index=index,
    )


def several(flags: pd.DataFrame) -> Bools:
    """Tell who is flagged for two kinds of carelessness or more."""
    count = np.zeros(len(flags), np.int8)
    for kind in CARELESS:
        count += flags[of_kind(kind)].to_numpy().any(axis=1)
    return count >= 2


def of_kind(kind: str) -> list[str]:
    """Return the flags of a kind."""
    return [name for name, flag in FLAGS.items() if flag.kind == kind]


def tabled(
    flags: pd.DataFrame,
    judged: Mapping[str, tuple[str, int]],
    expected: Mapping[str, float],
    stick: Yardstick | None,
    rules: QualityRules,
) -> pd.DataFrame:
    """Return one row per flag, and one for two kinds or more."""
    thresholds = {
        "straight": rules.chance,
        "flat": stick.spread if stick else np.nan,
        "speed": rules.seconds,
        "rushed": rules.faster,
        "outlier": rules.outlier,
        "inconsistent": stick.consistency if stick else np.nan,
        "random": rules.order,
        "copy": COPIES,
        "left_out": rules.answered,
    }
    rows = []
    for name, flag in FLAGS.items():
        state, n = judged[name]
        count = int(flags[name].sum())
        rows.append(
            {
                "term": name,
                "group": flag.kind,
                "n": n,
                "flagged": count,
                "share": count / n if n else np.nan,
                "expected": expected.get(name, np.nan) if state == "judged" else np.nan,
                "threshold": thresholds.get(name, np.nan) if state == "judged" else np.nan,
                "status": state,
            }
        )
    both = several(flags)
    known = {name: share for name, share in expected.items() if judged[name][0] == "judged"}
    rows.append(
        {
            "term": SEVERAL,
            "group": ANY,
            "n": len(flags),
            "flagged": int(both.sum()),
            "share": float(both.mean()),
            "expected": _by_chance(known, stick),
            "threshold": 2.0,
            "status": "judged",
        }
    )
    return pd.DataFrame(rows)


def _by_chance(expected: Mapping[str, float], stick: Yardstick | None) -> float:
    """Return the share with two kinds by chance; haste is independent of what is answered."""
    if stick is None:
        return float("nan")
    hasty = max(expected.get("speed", 0.0), expected.get("rushed", 0.0))
    either, both = stick.together
    return hasty * either + (1 - hasty) * both
