"""Worlds whose truth is known: data to practise on, and a judge for every method."""

from cxlab.simulate._kano import kano
from cxlab.simulate._meiyu import World, meiyu

__all__ = ["World", "kano", "meiyu"]
