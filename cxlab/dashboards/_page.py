"""A dashboard: data, settings, sections and files in one widget, its state in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets
import traitlets

from cxlab._core.arguments import one_of
from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, _, language, use
from cxlab.dashboards import _address
from cxlab.dashboards._block import Block, row, title
from cxlab.dashboards._call import program
from cxlab.dashboards._files import downloads
from cxlab.dashboards._fold import Fold
from cxlab.dashboards._plan import Plan
from cxlab.dashboards._setting import Kept, Setting
from cxlab.dashboards._source import GIVEN, UPLOAD, Source, of_caller, of_file, of_kit, uploader
from cxlab.dashboards._work import Work, attempt
from cxlab.widgets._controls import choice
from cxlab.widgets._view import view

_TURNS = 4  # settings that depend on settings that depend on settings


class Page(ipywidgets.VBox):
    """A dashboard.

    Parameters
    ----------
    plan
        What the page takes, computes and shows.
    data
        A researcher's own data; the kit's, and a visitor's file, when absent.
    lang
        Language to begin with; the address goes before it.
    given
        Values of settings to begin with, by name; the address goes before them.

    Attributes
    ----------
    answers
        The answers now shown, by name; the last good ones of sections that show an error are out.
    chosen
        The values of the settings, by name.
    """

    answers = traitlets.Dict()

    def __init__(
        self,
        plan: Plan,
        data: Any = None,
        *,
        lang: str | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        query = _address.asked()
        asked = query.get("lang", [""])[-1]
        self.plan, self.lang = plan, asked if asked in LANGUAGES else lang or language()
        self.settings: list[Setting] = []
        self.chosen: dict[str, Any] = {}
        self._quiet = False
        self._tie, self._line = view("page"), view("line")
        self._tie.hear(language=self._speak)
        super().__init__()
        self.add_class("cxlab")
        self.add_class("cx-page")
        with use(self.lang):
            wanted = query.get("data", [""])[-1]
            self._source = (
                of_kit(plan, wanted if wanted in plan.kit else next(iter(plan.kit)))
                if data is None
                else of_caller(plan, data)
            )
            self._open(
                query,
                {name: value for name, value in (given or {}).items() if value is not None},
                [_lost()] if wanted == UPLOAD and data is None else [],
            )

    # -- what a reader of the page may ask for -------------------------------------------------

    def update(self, **values: Any) -> None:
        """Change settings, as their controls do.

        Raises
        ------
        SpecError
            The page has no such setting, or a value is none of it; then nothing changes.
        """
        before = self.chosen
        with use(self.lang):
            try:
                self.chosen = {**before, **values}
                self._settle({})
                self._check(values)
            except Exception:
                self.chosen = before
                self._settle({})
                raise
        self._refresh()

    def speak(self, lang: str) -> None:
        """Show the page in the other language, with the same data and settings."""
        self.lang = lang
        with use(lang):
            self._settle({})
            self._build()

    def upload(self, content: bytes, name: str) -> None:
        """Show the page on a visitor's file; a file that cannot be used changes nothing."""
        with use(self.lang):
            found = attempt(lambda: of_file(self.plan, content, name))
            if found.error:
                self._say(error=str(found.error))
            else:
                self._change(found.answer)
                self._say(self._line.options.get("error", ""), " ".join(found.doubts))

    def code(self) -> str:
        """Return the Python program that gives the numbers of the page."""
        calls = [
            call
            for call in self.plan.calls(self._known, self.chosen)
            if call.name in self.answers  # one that failed would stop the program
        ]
        return program(self._source.opening, calls, lang=self.lang)

    def document(self) -> Any:
        """Return the answers of the page as a report."""
        from cxlab import report

        shown = [
            each for each in self.plan.sections if not each.bare and each.answer in self.answers
        ]
        with use(self.lang):
            if not shown:
                raise SpecError(_("No section has an answer to hand out. Try other settings."))
            return report.document(
                [(_(each.heading), self.answers[each.answer]) for each in shown],
                title=_(self.plan.title),
                lead=_(self.plan.question),
                lang=self.lang,
                code=self.code(),
            )

    # -- building ------------------------------------------------------------------------------

    def _open(
        self, query: _address.Query, given: Mapping[str, Any], lost: Sequence[str] = ()
    ) -> None:
        """Begin with new data: settings from their start, what was given, and the address."""
        self._work = Work(self._source.data)
        self._known = self.plan.study(self._source.data)
        self.chosen = dict(given)
        wrong = self._settle(query)
        self._check({name: value for name, value in given.items() if name not in query})
        self._build([*lost, *wrong])

    def _settle(self, query: _address.Query) -> list[str]:
        """Find the settings and their values, each of which may depend on values of others.

        What was chosen stays where it fits, the address goes before it, and the rest begins.
        """
        before = self.chosen
        for _turn in range(_TURNS):
            self.settings = list(self.plan.settings(self._known, self.chosen))
            asked, wrong = _address.read(self.settings, query)
            wanted = {**before, **asked}
            values = {
                each.name: each.fitting(wanted.get(each.name, each.start), each.start)
                for each in self.settings
            }
            if values == self.chosen:
                break
            self.chosen = values
        return wrong

    def _check(self, values: Mapping[str, Any]) -> None:
        """Refuse values that no setting of the page holds."""
        held = {each.name: each for each in self.settings}
        for name, value in values.items():
            held[one_of(name, held, "name")].check(value)

    def _build(self, wrong: Sequence[str] = ()) -> None:
        """Make all that is seen, in the page's language."""
        self._controls: dict[str, Any] = {}
        self._grow()
        self._blocks = [self._block(section) for section in self.plan.sections]
        sections = ipywidgets.Box(self._blocks)
        sections.add_class("cx-sections")
        question = f'<p class="cx-question" lang="{self.lang}">{escape(_(self.plan.question))}</p>'
        self._head = ipywidgets.VBox(row(self._standing("")))
        self.children = [
            self._tie,
            ipywidgets.HTML(question),
            *self._data(),
            self._head,
            self._line,
            sections,
            *self._handed(),
        ]
        self._say(error=" ".join(wrong))
        self._refresh()

    def _grow(self) -> bool:
        """Make the controls that are missing, drop those of settings that are gone.

        The others show what was chosen, and offer what can be chosen now.
        """
        held = {each.name for each in self.settings}
        new = [each for each in self.settings if each.name not in self._controls]
        gone = [name for name in self._controls if name not in held]
        for name in gone:
            self._controls.pop(name).unobserve_all()
        self._quiet = True
        for setting in self.settings:
            control, value = self._controls.get(setting.name), self.chosen[setting.name]
            if control is not None:
                setting.renew(control)
                if _plain(control.value) != value:
                    control.value = list(value) if isinstance(value, tuple) else value
        self._quiet = False
        for setting in new:
            control = setting.control(self.chosen[setting.name])
            self._controls[setting.name] = control
            if control is not None:
                control.observe(self._moved, "value")
        return bool(new or gone)

    def _data(self) -> list[ipywidgets.Widget]:
        """Return the choice of data, the button for a file, and what is known of the data."""
        if self._source.name == GIVEN:
            return []
        names = {_(words): name for name, words in self.plan.kit.items()}
        if self._source.name == UPLOAD:
            names[_("Your file")] = UPLOAD
        pick = choice(_("Data"), names, self._source.name, tooltip=_("What the page computes from"))
        pick.observe(lambda change: self._pick(change["new"]), "value")
        about = self._source.about
        told = [Fold(_("About these data"), about._repr_html_).view] if about is not None else []
        return [*row([pick, uploader(self.upload)]), *told]

    def _block(self, section: Any) -> Block:
        words = {
            "png": ("PNG", _("The figure as a picture")),
            "svg": ("SVG", _("The figure as a drawing that can be enlarged")),
        }
        files = downloads(
            words,
            lambda kind: self._figure(section, kind),
            lambda kind: f"{self.plan.name}-{section.name}.{kind}",
            self.lang,
        )
        return Block(section, self._standing(section.name), self._edit, files)

    def _standing(self, place: str) -> list[Any]:
        held = [self._controls[each.name] for each in self.settings if each.place == place]
        return [control for control in held if control is not None]

    def _handed(self) -> list[ipywidgets.Widget]:
        words = {
            "xlsx": ("Excel", _("All tables in full precision, one sheet each")),
            "html": (_("Report"), _("Tables, figures and words in one file for a browser")),
            "docx": ("Word", _("The same report as a document to edit")),
            "py": ("Python", _("The program that gives the numbers of this page")),
        }
        if self.plan.example is not None:
            words["csv"] = (
                _("Example table"),
                _("The columns that a file of your own should have"),
            )
        buttons = downloads(words, self._file, lambda kind: f"{self.plan.name}.{kind}", self.lang)
        return [title(_("Take it with you")), buttons]

    # -- reacting ------------------------------------------------------------------------------

    def _values_of(self, name: str) -> dict[str, Any]:
        """Return the settings of the page's head and of one section."""
        places = {each.name: each.place for each in self.settings}
        return {key: value for key, value in self.chosen.items() if places[key] in ("", name)}

    def _moved(self, _change: Any) -> None:
        if self._quiet:
            return
        before = dict(self.chosen)
        for setting in self.settings:
            control = self._controls[setting.name]
            if control is not None:
                value = _plain(control.value)
                self.chosen[setting.name] = setting.fitting(value, before[setting.name])
        if self.chosen != before:  # a browser also sends back what it was told
            self._say()
            self._refresh()

    def _edit(self, change: Callable[[], Mapping[str, Any]]) -> None:
        """Change what happened in a view; an event that no view sends is answered in words."""
        with use(self.lang):
            found = attempt(lambda: self.update(**change()))
            self._say(error=str(found.error) if found.error else "")

    def _refresh(self) -> None:
        """Compute what changed, and show it."""
        with use(self.lang):
            self._settle({})
            if self._grow():
                self._head.children = row(self._standing(""))
                for block in self._blocks:
                    block.stand(self._standing(block.section.name))
            calls = self.plan.calls(self._known, self.chosen)
            done = self._work.run(calls)
            told: set[int] = set()  # errors that a section shows already
            for block in self._blocks:
                outcome = done[block.section.answer]
                values = self._values_of(block.section.name)
                block.show(outcome, values, repeated=id(outcome.error) in told)
                told |= {id(outcome.error)} if outcome.error else set()
            self.answers = {
                name: outcome.answer
                for name, outcome in done.items()
                if not outcome.error and name != "data"
            }
            basis = {"lang": self.lang, "data": self._source.name}
            self._tie.show(
                [],
                query=_address.write(self.settings, self.chosen, **basis),
                title=_(self.plan.title),
            )

    def _speak(self, lang: str) -> None:
        if isinstance(lang, str) and lang in LANGUAGES:
            self.speak(lang)

    def _pick(self, name: str) -> None:
        if name != self._source.name:
            with use(self.lang):
                self._change(of_kit(self.plan, name))

    def _change(self, source: Source) -> None:
        """Go on with other data; settings that fit them are kept."""
        tried = attempt(lambda: self.plan.settings(self.plan.study(source.data), {}))
        if tried.error:
            self._say(error=str(tried.error))
            return
        kept = {
            each.name: each.write(self.chosen[each.name])
            for each in self.settings
            if self.chosen[each.name] != each.start and not isinstance(each, Kept)
        }
        self._source = source
        self._open(kept, {})
        self._say()

    def _say(self, error: str = "", warning: str = "") -> None:
        self._line.hide(not error and not warning)
        self._line.show([], error=error, warning=warning)

    def _figure(self, section: Any, kind: str) -> bytes:
        from cxlab import report

        answer = self.answers.get(section.answer)
        if answer is None or not section.figure:
            raise SpecError(_("There is no figure of this section. Try other settings."))
        part = [(_(section.heading), answer)]
        figures = report.document(part, title=_(self.plan.title), lang=self.lang).figures(kind)
        return next(iter(figures.values()))

    def _file(self, kind: str) -> bytes | str:
        if kind == "py":
            return self.code()
        if kind == "csv" and self.plan.example is not None:
            return self.plan.example().to_csv(index=False)
        document = self.document()
        makers = {"xlsx": document.excel, "docx": document.docx, "html": document.html}
        return makers[kind]()


def _plain(value: Any) -> Any:
    """Return a control's value as settings hold it: a slider's number without binary dust."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    return tuple(value) if isinstance(value, list) else value


def _lost() -> str:
    return _("The file this address was made with is not kept here. Open it again.")
