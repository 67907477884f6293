"""The specification of a path model: constructs, arrows, notations and the diagram."""

from cxlab.paths.model._model import PathModel
from cxlab.paths.model._parts import (
    Construct,
    Covariance,
    Path,
    construct,
    covariance,
    interaction,
    path,
)

__all__ = [
    "Construct",
    "Covariance",
    "Path",
    "PathModel",
    "construct",
    "covariance",
    "interaction",
    "path",
]
