"""A survey as a cost tree: who had a negative experience, who spoke up, who leaves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from cxlab._core.errors import DataError
from cxlab._core.i18n import N_, _
from cxlab._core.validate import columns, numeric, within
from cxlab.frameworks._entry import Text, in_both
from cxlab.frameworks.cost._lever import Lever
from cxlab.frameworks.cost._node import Node

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "positive": N_("no negative experience"),
        "negative": N_("negative experience"),
        "complain": N_("complain"),
        "silent": N_("stay silent"),
        "lost": N_("leave"),
        "at_risk": N_("may leave"),
        "kept": N_("stay"),
        "complaints": N_("more customers complain"),
        "fewer": N_("fewer negative experiences"),
        "recovery": N_("more complainers won back"),
    }
)


def counted(
    data: pd.DataFrame, roles: Mapping[str, str | None], weights: str | None
) -> tuple[tuple[Node, ...], tuple[Lever, ...], Text]:
    """Return the branches of the tree, the levers that fit it, and a note on what it rests on.

    Raises
    ------
    DataError
        A column is absent, or holds something else than yes and no; or a branch has no answers.
    """
    rows, left_out = _rows(data, roles, weights)
    negative, spoke = rows["negative"] == 1, rows["complained"] == 1
    groups = {"positive": ~negative, "complain": negative & spoke, "silent": negative & ~spoke}
    for name in ("positive", "silent"):
        if not groups[name].any():
            raise DataError(
                _(
                    "Nobody belongs to the branch '{name}', so the tree cannot be drawn. Check "
                    "how 'negative' and 'complained' are coded (1 is yes)."
                ).format(name=_(NAMES[name]))
            )
    weight = rows["weight"]
    part = {name: float(weight[who].sum() / weight.sum()) for name, who in groups.items()}
    bad = part["complain"] + part["silent"]
    ends = {name: _ends(rows[who]) for name, who in groups.items()}
    branches = (
        _node("positive", 1 - bad, ends["positive"]),
        _node(
            "negative",
            bad,
            (
                _node("complain", part["complain"] / bad, ends["complain"]),
                _node("silent", 1 - part["complain"] / bad, ends["silent"]),
            ),
        ),
    )
    note = in_both(
        lambda: _(
            "The shares come from {n:,} answers ({dropped} left out as incomplete); {negative} had "
            "a negative experience, {complain} of them complained. What people say they will do "
            "is not what they do."
        ).format(
            n=len(rows),
            dropped=left_out,
            negative=int(negative.sum()),
            complain=int(groups["complain"].sum()),
        )
    )
    return branches, _levers(branches), note


def _rows(
    data: pd.DataFrame, roles: Mapping[str, str | None], weights: str | None
) -> tuple[pd.DataFrame, int]:
    """Return yes and no by role, complete rows only, and how many rows are left out."""
    asked = {role: name for role, name in roles.items() if name is not None}
    columns(data, list(asked.values()))
    rows = pd.DataFrame({role: numeric(data, name)[name] for role, name in asked.items()})
    for role, name in asked.items():
        odd = rows[role].notna() & ~rows[role].isin([0, 1])
        if odd.any():
            raise DataError(
                _(
                    "{name!r} ({role}) must say yes or no (1 or 0); {count} of {n} values do not. "
                    "Write it as a comparison, such as data['stay'] <= 2."
                ).format(name=name, role=role, count=int(odd.sum()), n=len(rows))
            )
    if "at_risk" not in rows:
        rows["at_risk"] = 0.0
    rows["complained"] = rows["complained"].where(rows["negative"] != 0, 0.0)
    rows["weight"] = 1.0
    if weights is not None:
        rows["weight"] = within(numeric(data, weights)[weights], 0, np.inf)
    full = rows.dropna()
    if full.empty or not full["weight"].sum() > 0:
        raise DataError(
            _("No respondent answered all the questions of the tree. Check the columns.")
        )
    return full, len(rows) - len(full)


def _ends(rows: pd.DataFrame) -> tuple[Node, ...]:
    """Return the outcomes of a group; who says both is lost. Empty for a group without answers."""
    total = float(rows["weight"].sum())
    if not total:
        return ()
    lost = float(rows.loc[rows["lost"] == 1, "weight"].sum()) / total
    risk = float(rows.loc[(rows["lost"] == 0) & (rows["at_risk"] == 1), "weight"].sum()) / total
    shares = {"at_risk": risk, "lost": lost, "kept": max(1 - lost - risk, 0.0)}
    return tuple(
        Node(name, share, outcome=name, label=_label(name)) for name, share in shares.items()
    )


def _node(name: str, share: float, branches: tuple[Node, ...]) -> Node:
    outcome = "" if branches else "kept"
    return Node(name, share, outcome=outcome, branches=branches, label=_label(name))


def _label(name: str) -> Text:
    return in_both(lambda: _(NAMES[name]))


def _levers(branches: tuple[Node, ...]) -> tuple[Lever, ...]:
    """Return the three levers of the source, as far as the shares leave room for them."""
    negative = branches[1]
    complain = negative.branches[0]
    levers = [Lever("negative", "negative", -1, label=_label("fewer"))]
    if complain.branches and complain.share <= 0.99:
        levers.append(Lever("complaints", "complain", 1, label=_label("complaints")))
        left = next(node for node in complain.branches if node.name == "lost")
        if left.share >= 0.1:
            more = Lever("recovery", "complain/lost", -10, "complain/kept", _label("recovery"))
            levers.append(more)
    return tuple(levers) if negative.share >= 0.01 else tuple(levers[1:])
