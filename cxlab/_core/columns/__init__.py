"""One glossary for the columns of all results: meaning, unit and heading."""

from cxlab._core.columns.column import Column
from cxlab._core.columns.common import COMMON
from cxlab._core.columns.customers import CUSTOMERS
from cxlab._core.columns.experience import EXPERIENCE
from cxlab._core.columns.lessons import LESSONS
from cxlab._core.columns.measurement import MEASUREMENT
from cxlab._core.columns.models import MODELS

GLOSSARY: dict[str, Column] = {
    **COMMON,
    **MEASUREMENT,
    **MODELS,
    **EXPERIENCE,
    **CUSTOMERS,
    **LESSONS,
}


def heading(name: str) -> str:
    """Return a column's heading in the language in use; unknown names stand as they are."""
    return GLOSSARY[name].label if name in GLOSSARY else name


__all__ = ["GLOSSARY", "Column", "heading"]
