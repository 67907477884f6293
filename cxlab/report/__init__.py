"""Documents made of results, as HTML, Word, Excel and figures, every number in a table."""

from cxlab.report._document import Document, document
from cxlab.report._management import management

__all__ = ["Document", "document", "management"]
