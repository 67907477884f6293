"""What ``cxlab check`` prints: the log and the quality report of a survey file, for a terminal."""

from __future__ import annotations

import contextlib
import json
import re
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxlab._core.errors import CxError, SpecError
from cxlab._core.i18n import _, language, listing, localized, use
from cxlab._core.safe import plain

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

KINDS = ("warned", "dropped", "kept", "mended")  # what asks for a look first
MARKS = {"mended": "✓", "warned": "!", "kept": "=", "dropped": "–"}
LOOKS = {"mended": "green", "warned": "bold yellow", "kept": "cyan", "dropped": "blue"}
NARROW = 70  # columns of a terminal below which a table has no room
OPTIONS = tuple(  # what cx.read calls an option, and how it is typed
    (re.compile(pattern), option)
    for pattern, option in (
        (r"duplicates='(\w+)'", r"--duplicates \1"),
        (r"keep_personal=True", "--keep-personal"),
        (r"limits=cx\.reading\.Limits\(megabytes=\.\.\.\)", "--megabytes ..."),
        (r"missing=\{'([^']*)': \['?([^\]']*)'?\]\}", r"--missing \1=\2"),
        (
            r"mapping=cx\.reading\.ItemMap\((dates|values)=(\{[^{}]*\})\)",
            r"--mapping items.yaml (\1: \2)",
        ),
        (r"mapping=cx\.reading\.ItemMap\((?:values=\{.*?\}\}|[^)]*)\)", "--mapping items.yaml"),
        (r"mapping=\{[^}]*\}", "--mapping items.yaml"),
    )
)
WRITERS = {
    "csv": "to_csv",
    "xlsx": "to_excel",
    "parquet": "to_parquet",
    "sav": "to_sav",
    "dta": "to_stata",
}


def check(
    file: Path,
    options: Mapping[str, Any],
    *,
    save: Path | None = None,
    as_json: bool = False,
    lang: str | None = None,
) -> int:
    """Read a file, print what was found, and return 0 where nothing asks for a look, else 1.

    A file that is refused gives 1 too, a wrong option 2.

    Parameters
    ----------
    file
        The survey.
    options
        Further options of ``cx.read``; ``missing`` and ``limits`` (megabytes) as they are typed.
    save
        Where the clean answers are written; the ending says how.
    as_json
        Print one JSON document for machines instead of tables for readers.
    lang
        Language of the words; the one in use when absent.
    """
    with contextlib.suppress(AttributeError, ValueError):  # a terminal that knows few letters
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        with use(lang or language()):
            return _checked(file, options, save, as_json)
    except CxError as error:  # no such language
        _refused(file, error)
        return 2


def _checked(file: Path, options: Mapping[str, Any], save: Path | None, as_json: bool) -> int:
    from cxlab.reading import read

    try:
        _there(file, options.get("mapping"))
        way = _way(file, save)
        survey = read(file, **{**options, **_typed(options)})
        saved = getattr(survey, way)(save) if save else None
    except CxError as error:
        said = {"file": str(file), "state": "refused", "error": typed(str(error))}
        _dump(said) if as_json else _refused(file, error)
        return 2 if isinstance(error, SpecError) else 1
    if as_json:
        _dump(_document(file, survey, saved))
    else:
        _report(file, survey, saved)
    return 1 if survey.doubts else 0


def clean(value: Any) -> str:
    """Return a text of a file so that a terminal only shows it: no escapes, nothing invisible.

    Examples
    --------
    >>> clean("red" + chr(27) + "[31m" + chr(0x202E) + " text")
    'red�[31m� text'
    """
    text = " ".join(plain(value).split())
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def typed(advice: str) -> str:
    """Return advice with the options of the command in place of those of ``cx.read``.

    Examples
    --------
    >>> typed("Keep the last of each with duplicates='last', or set missing={'q1': [9]}.")
    'Keep the last of each with --duplicates last, or set --missing q1=9.'
    """
    for pattern, option in OPTIONS:
        advice = pattern.sub(option, advice)
    return advice


def _there(*files: Path | None) -> None:
    """Refuse names that are those of no file.

    Raises
    ------
    SpecError
        One is.
    """
    for file in files:
        if file is not None and not file.is_file():
            raise SpecError(
                _("There is no file {name}. Check the folder and the spelling.").format(
                    name=repr(str(file))
                )
            )


def _typed(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that are typed in a form of their own."""
    from cxlab.reading import Limits

    most = options.get("limits")
    return {
        "missing": codes(options.get("missing", [])),
        "limits": None if most is None else Limits(megabytes=most),
    }


def codes(texts: list[str]) -> Any:
    """Return codes for missing answers as ``cx.read`` takes them, from the command line.

    Examples
    --------
    >>> codes(["-99,99"]), codes(["q1=9", "q2=8,9"])
    ([-99, 99], {'q1': [9], 'q2': [8, 9]})
    """
    pairs = [text.rpartition("=") for text in texts]
    if not pairs:
        return None
    named = [bool(name) for name, _sign, _codes in pairs]
    if any(named) != all(named):
        raise SpecError(
            _("--missing takes codes for all columns (-99,99), or for each (q1=9), not both.")
        )
    if all(named):
        return {name: _codes(text) for name, _sign, text in pairs}
    return [code for _name, _sign, text in pairs for code in _codes(text)]


def _codes(text: str) -> list[Any]:
    parts = [part.strip() for part in text.replace("，", ",").split(",")]
    return [int(part) if part.lstrip("+-").isdecimal() else part for part in parts if part]


def _way(file: Path, save: Path | None) -> str:
    """Return how the clean answers are written; refuse to write over the file that is read."""
    if save is None:
        return ""
    if save.exists() and file.exists() and save.samefile(file):
        raise SpecError(_("The file that is read is never written over. Give another name."))
    ending = save.suffix[1:].lower()
    if ending not in WRITERS:
        raise SpecError(
            _("The ending of {name} must be one of: {allowed}.").format(
                name=repr(save.name), allowed=listing(WRITERS)
            )
        )
    return WRITERS[ending]


# ---- for readers -------------------------------------------------------------------------------


def _console() -> Console:
    from rich.console import Console

    return Console(markup=False, emoji=False, highlight=False)


def _refused(file: Path, error: CxError) -> None:
    from rich.text import Text

    console = _console()
    console.print(
        Text("✗ " + _("{name}: not read").format(name=clean(file.name)), style="bold red")
    )
    console.print(Text(clean(typed(str(error)))))


def _report(file: Path, survey: Any, saved: Path | None) -> None:
    from rich.text import Text

    console = _console()
    mark, look = ("!", LOOKS["warned"]) if survey.doubts else ("✓", LOOKS["mended"])
    console.print(Text(f"{mark} {clean(file.name)}: {clean(survey.headline())}", style=look))
    console.print(Text(clean(survey.explain())))
    if lacking := _lacking(survey):
        console.print(Text(lacking, style=LOOKS["warned"]))
    for kind in KINDS:
        _entries(console, survey, kind)
    if survey.quality is not None:
        _quality(console, survey.quality)
    if saved is not None:
        console.print(Text("\n" + _("Written: {path}").format(path=clean(saved))))


def _lacking(survey: Any) -> str:
    """Say which half of a questionnaire in pairs the file has none of, and what that means."""
    spec = survey.instrument
    if spec is None or not spec.pair:
        return ""
    here = {mode.name: any(name in survey.data for name in mode.columns) for mode in spec.modes}
    if all(here.values()):
        return ""
    words = {mode.name: localized(mode.label) for mode in spec.modes}
    return _(
        "The file has answers on {here}, none on {lost}. Gaps need both halves: ask the other one "
        "too, or let the analysis use {here} alone."
    ).format(
        here=listing(words[name] for name, found in here.items() if found),
        lost=listing(words[name] for name, found in here.items() if not found),
    )


def _entries(console: Console, survey: Any, kind: str) -> None:
    """Print what the log has of one kind: the columns, then what was found and where."""
    from rich.table import Table
    from rich.text import Text

    from cxlab.reading._log import KINDS as WORDS

    log = survey.overview()
    rows = log[log[_("what was done")] == _(WORDS[kind])]
    if rows.empty:
        return
    console.print(Text(f"\n{_(WORDS[kind])} ({len(rows)})", style=LOOKS[kind]))
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(max_width=max(8, min(24, console.width // 3)), overflow="fold")
    grid.add_column(overflow="fold")
    for found, _kind, name, count, first, before, after in rows.itertuples(index=False):
        where = [
            _("rows: {count}").format(count=count) if count else "",
            _("first in line {line}").format(line=first) if first else "",
        ]
        change = " → ".join(filter(None, [before, after]))
        text = _("{name}: {value}").format(name=found, value=change) if change else found
        said = " · ".join(filter(None, [text, *where]))
        grid.add_row(Text(MARKS[kind], style=LOOKS[kind]), Text(clean(name)), Text(clean(said)))
    console.print(grid)


def _quality(console: Console, quality: Any) -> None:
    """Print the flags that were judged, as a table or one under another where room is short."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    console.print(Text(f"\n{_(quality.title)}: {quality.headline()}", style="bold"))
    table = quality.shown()[(quality.table["status"] == "judged").to_numpy()]
    table = table.drop(columns=table.columns[1])  # the kind of carelessness
    if console.width < NARROW:
        for row in table.to_dict("records"):
            first, *others = row.items()
            pairs = [_("{name}: {value}").format(name=name, value=cell) for name, cell in others]
            console.print(Text(f"{first[1]}\n  " + "\n  ".join(pairs)))
        return
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, name in enumerate(table.columns):
        grid.add_column(Text(name), overflow="fold", justify="right" if 0 < place < 4 else "left")
    for cells in table.itertuples(index=False):
        grid.add_row(*map(Text, cells))
    console.print(grid)
    if quality.advice:
        console.print(Text(quality.advice))


# ---- for machines ------------------------------------------------------------------------------


def _document(file: Path, survey: Any, saved: Path | None) -> dict[str, Any]:
    quality = survey.quality
    return {
        "file": str(file),
        "state": "doubtful" if survey.doubts else "good",
        "language": language(),
        "headline": survey.headline(),
        "rows": survey.n,
        "columns": list(survey.data),
        "format": survey.format,
        "encoding": survey.encoding,
        "layout": survey.layout,
        "roles": dict(survey.roles),
        "log": _records(survey.log),
        "quality": None
        if quality is None
        else {
            "headline": quality.headline(),
            "flags": _records(quality.tidy()),
            **quality.summary(),
        },
        "saved": str(saved) if saved else None,
    }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON holds them: missing numbers as null."""
    return json.loads(table.to_json(orient="records", force_ascii=True))


def _dump(document: dict[str, Any]) -> None:
    """Write one document; signs beyond ASCII are escaped, so nothing reaches the terminal raw."""
    sys.stdout.write(json.dumps(document, indent=2, allow_nan=False) + "\n")
