"""The item banks that come with the kit."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cxlab._core.validate import one_of
from cxlab.instruments._instrument import Instrument

BANKS = Path(__file__).parent / "banks"


def available() -> list[str]:
    """Return the names of the item banks.

    Returns
    -------
    list of str

    Examples
    --------
    >>> available()
    ['experience_types', 'loyalty', 'perceived_value', 'realms', 'relationship', 'servqual']
    """
    return sorted(path.stem for path in BANKS.glob("*.yaml"))


def get(name: str) -> Instrument:
    """Return an item bank.

    Parameters
    ----------
    name
        One of :func:`available`.

    Returns
    -------
    Instrument
        Shown in a notebook as a table of items in the language in use.

    Raises
    ------
    SpecError
        No bank has that name.

    Examples
    --------
    >>> get("loyalty").columns()
    ['loy_1', 'loy_2', 'loy_3']
    """
    return _read(one_of(name, available(), "name"))


@cache
def _read(name: str) -> Instrument:
    return Instrument.from_yaml(BANKS / f"{name}.yaml")


def resolve(instrument: str | Instrument) -> Instrument:
    """Return an instrument as it is, or the bank of that name."""
    return instrument if isinstance(instrument, Instrument) else get(instrument)
