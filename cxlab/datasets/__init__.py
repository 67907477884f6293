"""Data with cards: every column explained in both languages, with source, licence and truth."""

from cxlab.datasets._load import available, describe, load

__all__ = ["available", "describe", "load"]
