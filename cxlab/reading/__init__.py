"""Files of the real world: a clean frame and a log of every change, or a refusal in plain words."""

from cxlab.reading._files.limits import Limits
from cxlab.reading._items.item_map import ItemMap
from cxlab.reading._quality.quality import quality
from cxlab.reading._quality.result import Quality
from cxlab.reading._quality.rules import QualityRules
from cxlab.reading._read import read
from cxlab.reading._result import Table
from cxlab.reading._survey import Survey
from cxlab.reading._table import table

__all__ = [
    "ItemMap",
    "Limits",
    "Quality",
    "QualityRules",
    "Survey",
    "Table",
    "quality",
    "read",
    "table",
]
