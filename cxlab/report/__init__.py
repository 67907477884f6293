"""Documents made of results, as HTML, Word, Excel and figures, every number in a table."""

from cxlab.report._document import Document, document
from cxlab.report._fit_table import FitTable, table
from cxlab.report._management import management
from cxlab.report._recovery import RecoveryResult, recovery

__all__ = [
    "Document",
    "FitTable",
    "RecoveryResult",
    "document",
    "management",
    "recovery",
    "table",
]
