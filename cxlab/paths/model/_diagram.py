"""Path models as diagrams: what stands where, before a model is fitted and after."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core.i18n import _
from cxlab.paths.model._parts import ARROW

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from cxlab.paths.model._model import PathModel


def draw(model: PathModel, ax: Axes | None, items: bool) -> Axes:
    """Draw a model without numbers; one without paths with its items."""
    view: Any = importlib.import_module("cxlab.plots")
    title = repr(model)
    nodes = {each.name: (_named(model, each.name), np.nan) for each in model.constructs}
    if not model.paths:
        frame = pd.concat([loadings(model), parts(model), together(model)], ignore_index=True)
        alone = {each.name for each in model.constructs if each.observed}
        frame = frame[~frame["source"].isin(alone) | (frame["kind"] != "loading")]
        axes: Axes = view.measurement_diagram(
            unknown(frame),
            names={name: words for name, (words, _r2) in nodes.items()},
            title=title,
            ax=ax,
        )
        return axes
    arrows = [(each.source, each.target) for each in model.paths]
    paths = pd.DataFrame(arrows, columns=["source", "target"]).assign(kind="path")
    axes = view.path_diagram(
        unknown(pd.concat([paths, parts(model), together(model)], ignore_index=True)),
        layers=layers(model),
        nodes=nodes,
        items={each.name: each.items for each in model.constructs if items and not each.observed},
        title=title,
        ax=ax,
    )
    return axes


def unknown(frame: pd.DataFrame) -> pd.DataFrame:
    """Add numbers that are not known."""
    return frame.assign(estimate=np.nan, conf_low=np.nan, conf_high=np.nan)


def loadings(model: PathModel) -> pd.DataFrame:
    """Return an arrow from each construct to each of its items."""
    ends = [(each.name, item) for each in model.constructs for item in each.items]
    return pd.DataFrame(ends, columns=["source", "target"]).assign(kind="loading")


def parts(model: PathModel) -> pd.DataFrame:
    """Return an arrow from each construct of a higher order to each of its parts."""
    ends = [(each.name, part) for each in model.constructs for part in each.of]
    return pd.DataFrame(ends, columns=["source", "target"]).assign(kind="loading")


def together(model: PathModel) -> pd.DataFrame:
    """Return the pairs that the model lets vary together."""
    ends = [(each.one, each.other) for each in model.covariances if each.one != each.other]
    if model.paths:
        ends = [pair for pair in ends if {*pair} <= {*model.names}]
    return pd.DataFrame(ends, columns=["source", "target"]).assign(kind="covariance")


def layers(model: PathModel) -> list[list[str]]:
    """Return the constructs from left to right; paths that run in a circle are cut somewhere.

    The parts of a higher construct stand behind it, before it where nothing acts on it.
    """
    inner = {part: each.name for each in model.constructs for part in each.of}
    left, level = [name for name in model.names if name not in inner], 0
    depth: dict[str, int] = {}
    while left:
        open_ = {name: sum(cause in left for cause in model.causes(name)) for name in left}
        ready = [name for name in left if not open_[name]] or [min(left, key=open_.__getitem__)]
        depth |= dict.fromkeys(ready, level)
        left = [name for name in left if name not in ready]
        level += 1
    todo = dict(inner)
    while todo:
        known = {part: whole for part, whole in todo.items() if whole in depth}
        if not known:
            break
        for part, whole in known.items():
            depth[part] = depth[whole] + (1 if depth[whole] > 0 else -1)
            del todo[part]
    order = sorted(set(depth.values()))
    return [[name for name in model.names if depth.get(name) == each] for each in order]


def ends(table: pd.DataFrame) -> pd.DataFrame:
    """Return cause and effect of terms such as ``image -> loyalty``."""
    return table["term"].str.split(ARROW, expand=True).set_axis(["source", "target"], axis=1)


def key(intervals: bool, curves: bool) -> str:
    """Say what width, dashes and curves of a diagram mean."""
    text = (
        _("width: size of β; dashed: the interval includes 0")
        if intervals
        else _("width: size of β")
    )
    return f"{text} · {_('curved: correlation')}" if curves else text


def _named(model: PathModel, name: str) -> str:
    each = model.construct(name)
    return " × ".join(each.product) if each.product else name
