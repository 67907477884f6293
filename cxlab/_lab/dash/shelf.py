"""What there is to show: the notebooks of a folder, with the titles they give themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxlab._core.i18n import LANGUAGES, N_
from cxlab._lab.workplace import FIRST

SECTIONS = {
    "dashboards": N_("Dashboards"),
    "units": N_("Units of the course"),
    "notebooks": N_("Notebooks"),
}
# in the order of a customer's story
_DASHBOARDS = ("voice", "gaps", "drivers", "paths", "steps", "silence")
_LEFT_OUT = ("instructor", "node_modules", "__pycache__")
_ABOUT = 160  # characters of a card's text


@dataclass(frozen=True, eq=False)
class Card:
    """One page: its title, what it is about and its notebook, each in the languages it has."""

    section: str
    title: dict[str, str]
    about: dict[str, str]
    paths: dict[str, str]

    def path(self, lang: str) -> str:
        """Return the notebook of this language; the one there is when it has no twin."""
        return self.paths.get(lang) or next(iter(self.paths.values()))


@dataclass
class Shelf:
    """The pages of a folder, or the one page of a notebook; a notebook is read once per change.

    Parameters
    ----------
    root
        The folder whose notebooks are shown.
    only
        Name of the single notebook of that folder that is shown.
    """

    root: Path
    only: str | None = None
    _known: dict[Path, tuple[int, dict[str, Any]]] = field(default_factory=dict, repr=False)

    def cards(self) -> list[Card]:
        """Return all pages in the order of the gallery."""
        found = {name: self._read(self.root / name) for name in self.names()}
        cards = []
        for name, about in found.items():
            lang, _slash, rest = name.partition("/")
            if about["unit"] and lang in LANGUAGES:
                twins = {code: f"{code}/{rest}" for code in LANGUAGES if f"{code}/{rest}" in found}
                if name != next(iter(twins.values())):
                    continue
                cards.append(_unit(twins, found))
            else:
                section = "dashboards" if about["own"] else "notebooks"
                paths = dict.fromkeys(LANGUAGES, name)
                cards.append(Card(section, about["title"], about["about"], paths))
        order = list(SECTIONS)
        return sorted(cards, key=lambda card: (order.index(card.section), _place(card)))

    def names(self) -> list[str]:
        """Return the notebooks that are shown, as paths inside the folder."""
        if self.only:
            return [self.only] if (self.root / self.only).is_file() else []
        kit = (self.root / FIRST).is_file() and (self.root / "en").is_dir()
        return sorted(
            name
            for name in (path.relative_to(self.root).as_posix() for path in _notebooks(self.root))
            if not (kit and name == FIRST)  # the gallery is the kit's first page here
        )

    def card(self, name: str) -> Card | None:
        """Return the page that shows this notebook, ``None`` when it is not on the shelf."""
        return next((card for card in self.cards() if name in card.paths.values()), None)

    def inside(self, name: str) -> bool:
        """Whether this path leads to a file inside the folder, by no hidden way round."""
        if "\\" in name or "\0" in name or any(part.startswith(".") for part in name.split("/")):
            return False
        path = self.root / name
        return path.is_file() and path.resolve().is_relative_to(self.root.resolve())

    def _read(self, path: Path) -> dict[str, Any]:
        stamp = path.stat().st_mtime_ns
        if self._known.get(path, (0, {}))[0] != stamp:
            self._known[path] = (stamp, _heading(path))
        return self._known[path][1]


def _notebooks(root: Path) -> Iterator[Path]:
    """Yield the notebooks below a folder, without hidden, foreign and instructors' folders."""
    base = root.resolve()
    for path in root.rglob("*.ipynb"):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith(".") or part in _LEFT_OUT for part in parts)
        if not hidden and path.is_file() and path.resolve().is_relative_to(base):
            yield path


def _heading(path: Path) -> dict[str, Any]:
    """Return title and text of a notebook: its metadata, else its first heading and paragraph."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        own = content.get("metadata", {}).get("cxlab", {})
        texts = [
            "".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "markdown"
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        own, texts = {}, []
    name = path.stem.replace("_", " ")
    titled = isinstance(own.get("title"), dict)
    text = "\n\n".join(texts[:3])
    heading = re.search(r"^#{1,3}\s+(.+?)\s*#*$", text, re.MULTILINE)
    below = text[heading.end() :] if heading else text
    strong = re.search(r"^\*\*(.+?)\*\*", below.strip())
    first = next((part for part in re.split(r"\n\s*\n", below) if _prose(part)), "")
    title = own["title"] if titled else _plain(heading[1] if heading else name)
    about = own.get("about", "") if titled else _plain(strong[1] if strong else first)
    return {
        "own": titled,
        "unit": own.get("unit"),
        "title": _both(title, name),
        "about": _both(about, ""),
    }


def _both(text: object, otherwise: str) -> dict[str, str]:
    """Return a text in every language; a text without languages stands in each of them."""
    if isinstance(text, dict):
        some = next((str(each) for each in text.values() if each), otherwise)
        return {lang: str(text.get(lang) or some) for lang in LANGUAGES}
    return dict.fromkeys(LANGUAGES, str(text) or otherwise)


def _unit(twins: dict[str, str], found: dict[str, dict[str, Any]]) -> Card:
    """Return the card of a unit, its words from the twin of each language."""

    def say(word: str) -> dict[str, str]:
        some = next(iter(twins))
        return {lang: found[twins.get(lang, twins[some])][word][lang] for lang in LANGUAGES}

    return Card("units", say("title"), say("about"), twins)


def _place(card: Card) -> tuple[int, str]:
    name = card.path("en")
    stem = Path(name).stem
    known = _DASHBOARDS.index(stem) if stem in _DASHBOARDS else len(_DASHBOARDS)
    return (known if card.section == "dashboards" else 0, name)


def _prose(part: str) -> bool:
    return bool(re.match(r"\s*[^\s#\-*|>!<$`\[]", part))


def _plain(text: str) -> str:
    """Return Markdown as one line of plain text, cut at a word.

    Examples
    --------
    >>> _plain("Ask **every** [customer](x.ipynb) `now`")
    'Ask every customer now'
    """
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = " ".join(re.sub(r"[*`#]|<[^>]*>", "", text).split())
    return (
        text if len(text) <= _ABOUT else text[:_ABOUT].rsplit(" ", 1)[0].rstrip(",.;，。；") + " …"
    )
