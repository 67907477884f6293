"""The cost of negative experience: a tree of shares, its levers and its uncertainty."""

from cxlab.frameworks.cost._lever import Lever
from cxlab.frameworks.cost._node import Node
from cxlab.frameworks.cost._result import CostResult
from cxlab.frameworks.cost._tree import CostTree

__all__ = ["CostResult", "CostTree", "Lever", "Node"]
