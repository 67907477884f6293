"""The cost of negative experience: a tree of shares from revenue to what is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from cxlab._core.columns import heading
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, localized
from cxlab._core.labels import Labels
from cxlab._core.numerals import show
from cxlab._core.validate import sequence, text
from cxlab.frameworks._entry import Text, field_names, in_both, known, named, plain, worded
from cxlab.frameworks._file import read_case, write_yaml
from cxlab.frameworks.cost._lever import Lever, check_levers
from cxlab.frameworks.cost._node import Node, check_split, find, positive, rates, walk, with_share
from cxlab.frameworks.cost._result import CostResult
from cxlab.frameworks.cost._table import HEADINGS, read_table, write_table

TRUNK = "revenue"


@dataclass(frozen=True, kw_only=True, repr=False)
class CostTree:
    """Shares of revenue, branch by branch, down to lost, at risk and kept. Frozen.

    Parameters
    ----------
    name, title, note
        What the tree is called, and what its shares rest on.
    branches
        The first split; any depth.
    levers
        Changes that :meth:`CostResult.levers` compares.
    revenue, currency
        What ``evaluate`` divides when nothing else is said.
    label
        The trunk's name for readers.
    sources
        Keys of the references.

    Examples
    --------
    >>> cost = CostTree.load("silence").evaluate(revenue=50_000_000)
    >>> cost.headline()
    'USD 4,912,600 is lost, 9.83% of revenue; a further 12.01% is at risk'
    >>> CostTree.load("silence").with_share("complain", 0.05).evaluate().headline()
    'USD 4,856,500 is lost, 9.71% of revenue; a further 11.87% is at risk'
    """

    name: str
    branches: tuple[Node, ...]
    title: Text = ""
    note: Text = ""
    levers: tuple[Lever, ...] = ()
    revenue: float | None = None
    currency: str = ""
    label: Text = ""
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        text(self.name, "name")
        text(self.currency, "currency")
        for words, place in ((self.title, "title"), (self.note, "note"), (self.label, "label")):
            worded(words, place)
        check_split(TRUNK, self.branches)
        if any(node.name == TRUNK for node in self.branches):
            raise SpecError(
                _("{name!r} is the name of the trunk. Give the branch another name.").format(
                    name=TRUNK
                )
            )
        if self.revenue is not None:
            positive(self.revenue)
        check_levers(self.levers)
        for lever in self.levers:
            self.find(lever.node)

    @classmethod
    def load(cls, name: str | Path) -> CostTree:
        """Read a tree of the kit by name (``"silence"``), or your own YAML file by path.

        Raises
        ------
        SpecError
            There is no such tree or file, or its shares do not add up.
        """
        return cls.from_dict(read_case(name))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CostTree:
        """Build a tree from plain Python, as YAML holds it.

        Raises
        ------
        SpecError
            A field is unknown, a share lies outside 0-1, or a split does not add up to 1.

        Examples
        --------
        >>> tree = CostTree.from_dict({"name": "shop", "branches": [
        ...     {"name": "happy", "share": 0.9, "outcome": "kept"},
        ...     {"name": "angry", "share": 0.1, "outcome": "lost"}]})
        >>> tree.evaluate(revenue=1000).lost
        100.0
        """
        given = known(data, field_names(cls), _("The tree"))
        if not given.get("branches"):
            raise SpecError(_("The tree has no branches. Add them under 'branches'."))

        def rows(name: str) -> list[Any]:
            return sequence(given.get(name, ()), name)

        read = {
            "name": named(given.get("name", "tree"), _("The tree")),
            "branches": tuple(map(Node.from_dict, rows("branches"))),
            "levers": tuple(map(Lever.from_dict, rows("levers"))),
            "sources": tuple(map(str, rows("sources"))),
        }
        return cls(**{**given, **read})

    @classmethod
    def from_frame(
        cls,
        table: pd.DataFrame,
        *,
        name: str = "tree",
        title: Text = "",
        revenue: float | None = None,
        currency: str = "",
    ) -> CostTree:
        """Build a tree from a firm's own table, one row per branch.

        Parameters
        ----------
        table
            Either a column ``path`` (``negative/complain``), or ``branch`` with ``parent``, the
            branch above (empty in the first split). ``share`` of the branch above, 0-1. On
            branches that divide no further ``outcome``: lost, at_risk or kept. Optionally
            ``label``. Chinese headings and outcomes are understood; ``CostTree.headings()``
            lists them.
        revenue, currency
            What ``evaluate`` divides when nothing else is said.

        Raises
        ------
        DataError
            A column is absent or unknown, a share is missing, or a branch above is not there.
        SpecError
            A split does not add up to 1, or a share or an outcome is none.

        Examples
        --------
        >>> table = pd.DataFrame({"parent": [None, None, "angry", "angry"],
        ...                       "branch": ["happy", "angry", "leave", "stay"],
        ...                       "share": [0.8, 0.2, 0.5, 0.5],
        ...                       "outcome": ["kept", None, "lost", "kept"]})
        >>> CostTree.from_frame(table).evaluate(revenue=1000).lost
        100.0
        """
        branches = read_table(table)
        return cls(name=name, branches=branches, title=title, revenue=revenue, currency=currency)

    @classmethod
    def from_survey(
        cls,
        data: pd.DataFrame,
        *,
        negative: str,
        complained: str,
        lost: str,
        at_risk: str | None = None,
        weights: str | None = None,
        revenue: float | None = None,
        currency: str = "",
    ) -> CostTree:
        """Build the tree of negative experience from the answers to a survey.

        Parameters
        ----------
        data
            One row per respondent; the columns named below say yes (1) or no (0).
        negative, complained
            Had a negative experience; told the firm. Those who had none need not answer the
            second.
        lost, at_risk
            Will leave; may leave. Whoever says both counts as lost.
        weights
            Column with what each customer is worth, such as a year's spend; when absent, all
            count the same.
        revenue, currency
            What ``evaluate`` splits up unless it is given other figures.

        Raises
        ------
        DataError
            A column is absent, holds anything but yes and no, or leaves a branch without answers.

        Notes
        -----
        Some leave without a negative experience, and the tree shows their shares too: avoiding a
        negative experience saves only the difference between the two.

        Examples
        --------
        >>> answers = pd.DataFrame({"bad": [0, 0, 1, 1], "told": [None, None, 1, 0],
        ...                         "goes": [0, 0, 0, 1]})
        >>> tree = CostTree.from_survey(answers, negative="bad", complained="told", lost="goes")
        >>> tree.evaluate(revenue=1000).lost
        250.0
        """
        from cxlab.frameworks.cost._survey import counted

        roles = {
            "negative": negative,
            "complained": complained,
            "lost": lost,
            "at_risk": at_risk,
        }
        branches, levers, note = counted(data, roles, weights)
        return cls(
            name="survey",
            title=in_both(lambda: _("What silence costs: from the survey")),
            note=note,
            branches=branches,
            levers=levers,
            revenue=revenue,
            currency=currency,
        )

    @staticmethod
    def headings() -> dict[str, tuple[str, ...]]:
        """Return the columns of :meth:`from_frame`, each with the other headings that mean it.

        Examples
        --------
        >>> CostTree.headings()["share"]
        ('part', '占比', '比例', '份额')
        """
        return dict(HEADINGS)

    def to_frame(self) -> pd.DataFrame:
        """Return the branches as :meth:`from_frame` reads them, labels in the language in use.

        Examples
        --------
        >>> CostTree.load("silence").to_frame()["path"].tolist()[:3]
        ['positive', 'negative', 'negative/complain']
        """
        return write_table(self.branches)

    def to_dict(self) -> dict[str, Any]:
        """Return the tree as plain Python, without the empty fields."""
        out = {
            "name": self.name,
            "title": plain(self.title),
            "note": plain(self.note),
            "sources": list(self.sources),
            "revenue": self.revenue,
            "currency": self.currency,
            "label": plain(self.label),
            "branches": [each.to_dict() for each in self.branches],
            "levers": [lever.to_dict() for lever in self.levers],
        }
        return {key: value for key, value in out.items() if value}

    def to_yaml(self, path: str | Path | None = None) -> str:
        """Return the tree as YAML, and write it to ``path`` where one is given."""
        return write_yaml(self.to_dict(), path)

    def find(self, name: str) -> str:
        """Return the full path of a branch: ``"complain"`` is ``"negative/complain"``.

        Raises
        ------
        SpecError
            No branch has that name, or several do.
        """
        return find(self.branches, name)

    def node(self, name: str) -> Node:
        """Return a branch by its path, or by as much of its end as is unique."""
        path = self.find(name)
        return next(node for each, _level, node in walk(self.branches) if each == path)

    def with_share(self, node: str, share: float, *, balance: str = "") -> CostTree:
        """Return a new tree with one share changed; its split still adds up to 1.

        Parameters
        ----------
        node
            Path of the branch, or as much of its end as is unique.
        balance
            The sibling that takes the difference. Without one, all siblings keep their proportions.

        Raises
        ------
        SpecError
            The share is none, or the split cannot make up for it.

        Examples
        --------
        >>> tree = CostTree.load("silence").with_share("complain/lost", 0.18, balance="kept")
        >>> [round(branch.share, 9) for branch in tree.node("complain").branches]
        [0.34, 0.18, 0.48]
        """
        sibling = text(balance, "balance").rpartition("/")[2] or None
        return replace(self, branches=with_share(self.branches, self.find(node), share, sibling))

    def rates(self) -> dict[str, float]:
        """Return the shares of revenue that are lost, at risk and kept; they add up to 1."""
        return rates(self.branches)

    def evaluate(self, *, revenue: float | None = None, currency: str | None = None) -> CostResult:
        """Divide revenue over the branches.

        Parameters
        ----------
        revenue
            Revenue of one year; the tree's own when absent.
        currency
            Written beside the amounts; the tree's own when absent.

        Returns
        -------
        CostResult
            One row per branch, the trunk first: level, share_of_parent, share (of revenue), amount,
            outcome.

        Raises
        ------
        SpecError
            Revenue is zero or negative, or nobody has given one.
        """
        given = self.revenue if revenue is None else revenue
        if given is None:
            raise SpecError(_("The tree has no revenue. Say evaluate(revenue=...)."))
        amount = positive(given)
        rows: list[dict[str, Any]] = [_row(TRUNK, 0, 1.0, 1.0, amount, "")]
        shares = {"": 1.0}
        for path, level, node in walk(self.branches):
            shares[path] = shares[path.rpartition("/")[0]] * node.share
            rows.append(_row(path, level, node.share, shares[path], amount, node.outcome))
        return CostResult(
            table=pd.DataFrame(rows),
            n=0,
            labels=self.labels,
            tree=self,
            revenue=amount,
            currency=self.currency if currency is None else text(currency, "currency"),
        )

    @property
    def labels(self) -> Labels:
        """Readers' names of the branches by path, and of the trunk."""
        trunk = self.label or {"en": "revenue", "zh": "收入"}
        found: dict[str, Mapping[str, str]] = {TRUNK: _both(trunk)}
        for path, _level, node in walk(self.branches):
            above, own = path.rpartition("/")[0], _both(node.label or node.name)
            found[path] = (
                {lang: f"{found[above][lang]} › {own[lang]}" for lang in own} if above else own
            )
        return found

    def heading(self) -> str:
        """Return the title in the language in use."""
        return localized(self.title) if self.title else self.name

    def __repr__(self) -> str:
        lines = [self.heading()]
        for path, level, node in walk(self.branches):
            end = heading(node.outcome) if node.outcome else ""
            label = localized(self.labels[path]).split(" › ")[-1]
            lines.append(f"{'  ' * level}{label}  {show(node.share, 'share')}  {end}".rstrip())
        return "\n".join(lines)


def _row(
    term: str, level: int, part: float, share: float, revenue: float, outcome: str
) -> dict[str, Any]:
    return {
        "term": term,
        "level": level,
        "share_of_parent": part,
        "share": share,
        "amount": share * revenue,
        "outcome": outcome,
    }


def _both(text: Text) -> Mapping[str, str]:
    return {"en": text, "zh": text} if isinstance(text, str) else text
