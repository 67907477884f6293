"""Files of the real world: a clean frame and a log of every change, or a refusal in plain words."""

from cxlab.reading._result import Table
from cxlab.reading._table import table

__all__ = ["Table", "table"]
