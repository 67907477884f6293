"""A path model as a diagram, before it is fitted."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from cxlab.paths._model import PathModel


def draw(model: PathModel, ax: Axes | None, items: bool) -> Axes:
    """Draw constructs and arrows; those to the parts of a higher construct lead from it."""
    ends = [(each.source, each.target) for each in model.paths]
    ends += [(each.name, part) for each in model.constructs for part in each.of]
    free = [
        (each.one, each.other)
        for each in model.covariances
        if {each.one, each.other} <= set(model.names) and each.one != each.other
    ]
    frame = pd.DataFrame(ends + free, columns=["source", "target"])
    frame = frame.assign(
        estimate=np.nan,
        conf_low=np.nan,
        conf_high=np.nan,
        both=[False] * len(ends) + [True] * len(free),
    )
    view: Any = importlib.import_module("cxlab.plots")
    axes: Axes = view.path_diagram(
        frame,
        layers=_layers(model),
        nodes={
            each.name: (" × ".join(each.product) if each.product else each.name, np.nan)
            for each in model.constructs
        },
        items={each.name: each.items for each in model.constructs if items and not each.observed},
        title=repr(model),
        ax=ax,
    )
    return axes


def _layers(model: PathModel) -> list[list[str]]:
    """Return the layers, the parts of a higher construct behind it."""
    parts = {part: each.name for each in model.constructs for part in each.of}
    layers = [[name for name in layer if name not in parts] for layer in model.layers()]
    layers = [layer for layer in layers if layer]
    for part, whole in parts.items():
        at = next((i for i, layer in enumerate(layers) if whole in layer), len(layers) - 1)
        if at + 1 == len(layers):
            layers.append([])
        layers[at + 1].append(part)
    return layers
