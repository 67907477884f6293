"""Worlds whose truth is known: data to practise on, and a judge for every method."""

from cxlab.simulate._careless import careless
from cxlab.simulate._company import company
from cxlab.simulate._ecsi import ecsi
from cxlab.simulate._export import Export, export
from cxlab.simulate._kano import kano
from cxlab.simulate._meiyu import World, meiyu

__all__ = ["Export", "World", "careless", "company", "ecsi", "export", "kano", "meiyu"]
