"""The command ``cxlab``: what ``make`` does, also on Windows and after an install from a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cxlab._core.errors import CxError
from cxlab._core.i18n import _, use

if TYPE_CHECKING:
    from typer import Typer


def app() -> None:
    """Run the command in the language of the surroundings."""
    import typer

    use()
    try:
        commands()(prog_name="cxlab")
    except CxError as err:
        typer.secho(str(err), fg="red", err=True)
        raise SystemExit(1) from err


def commands() -> Typer:
    """Return the commands, their help in the language in use."""
    import typer

    from cxlab._lab.usage import Commands

    at = typer.Option(None, "--port", help=_("Port to listen on; the next free one if taken."))
    shown = typer.Option(True, "--browser/--no-browser", help=_("Open the page in a browser."))
    line = typer.Typer(
        cls=Commands,
        help=_("Learn, teach and research customer experience management."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @line.command(help=_("Open JupyterLab on the notebooks."))
    def lab(port: int | None = at, browser: bool = shown) -> None:
        from cxlab._lab import launch

        launch.lab(port=port, browser=browser)

    own = typer.Argument(
        None,
        exists=True,
        metavar="FOLDER",
        help=_("A folder or notebook of your own; the kit's notebooks when absent."),
    )

    public = typer.Option(
        False, "--public", help=_("For visitors from elsewhere: see course/operators.md.")
    )
    token = typer.Option(
        None,
        "--token",
        help=_("Word that opens the pages; made up when absent, none when empty. Or CXLAB_TOKEN."),
    )
    password = typer.Option(
        None, "--password", help=_("Password that opens the pages, or its hash. Or CXLAB_PASSWORD.")
    )
    visitors = typer.Option(
        None, "--visitors", help=_("Most visitors at once; from memory and cores when absent.")
    )
    upload = typer.Option(
        25, "--upload-mb", help=_("Largest file that a visitor may upload, in MB.")
    )
    log = typer.Option(None, "--log", help=_("File for the log, one line of JSON per event."))
    host = typer.Option("127.0.0.1", "--host", help=_("Address to listen on, in public."))
    base = typer.Option("/", "--base-url", help=_("Path under which a proxy shows the pages."))

    @line.command(help=_("Show the notebooks as pages, without their code (Voila)."))
    def dash(
        notebooks: Path | None = own,
        port: int | None = at,
        browser: bool = shown,
        public: bool = public,
        host: str = host,
        base_url: str = base,
        log: Path | None = log,
        *,
        token: str | None = token,
        password: str | None = password,
        visitors: int | None = visitors,
        upload_mb: int = upload,
    ) -> None:
        from cxlab._lab import launch
        from cxlab._lab.dash.options import Options

        options = Options(
            public=public,
            host=host,
            base_url=base_url,
            token=token,
            password=password,
            visitors=visitors,
            upload_mb=upload_mb,
            log=log,
        )
        launch.dash(notebooks, port=port, browser=browser and not public, options=options)

    units = typer.Argument(None, metavar="UNIT", help=_("Units to build; all when absent."))
    only_check = typer.Option(False, "--check", help=_("Build nothing; name what is stale."))
    copies = typer.Option(False, "--instructor", help=_("Build the instructor's copies too."))
    anew = typer.Option(False, "--force", help=_("Build fresh notebooks again."))
    target = typer.Option(None, "--out", help=_("Folder to write to."))

    @line.command(help=_("Build the notebooks of both languages from course/units."))
    def build(
        units: list[str] | None = units,
        check: bool = only_check,
        instructor: bool = copies,
        force: bool = anew,
        out: Path | None = target,
    ) -> None:
        from cxlab import teach

        if check:
            names = teach.stale(units or None, out=out)
            for name in names:
                typer.echo(_("{name} is older than its source").format(name=name))
            raise typer.Exit(1 if names else 0)
        done = teach.build(
            units or None, instructor=instructor, force=force, out=out, progress=typer.echo
        )
        typer.echo(done.explain())

    @line.command(help=_("Check the set-up: what is wrong, and how to mend it."))
    def doctor() -> None:
        from cxlab._lab.doctor import findings

        found = findings()
        for finding in found:
            typer.echo(str(finding))
        if any(finding.wrong for finding in found):
            raise typer.Exit(1)

    _add_check(line)
    return line


def _add_check(line: Typer) -> None:
    import typer

    survey = typer.Argument(help=_("The survey file."))
    instrument = typer.Option(None, "--instrument", help=_("Questionnaire whose items it holds."))
    layout = typer.Option(None, "--layout", help=_("Platform it comes from, or plain."))
    sheet = typer.Option(
        None, "--sheet", help=_("Sheet of a workbook: its name, or up to two digits, from 0.")
    )
    mapping = typer.Option(None, "--mapping", help=_("YAML file: which column is what."))
    missing = typer.Option(
        [], "--missing", help=_("Codes for no answer: -99,99 for all, q1=9 for one column.")
    )
    duplicates = typer.Option(
        "refuse", "--duplicates", help=_("An id that stands twice: refuse, last or keep.")
    )
    personal = typer.Option(False, "--keep-personal", help=_("Keep personal data."))
    megabytes = typer.Option(None, "--megabytes", help=_("Largest file that is read, in MB."))
    save = typer.Option(
        None, "--save", help=_("Write the clean answers: .csv, .xlsx, .parquet, .sav or .dta.")
    )
    machine = typer.Option(False, "--json", help=_("Print JSON instead of tables."))
    lang = typer.Option(None, "--lang", help=_("Language: zh or en."))

    @line.command(
        help=_(
            "Read a survey file; print its log and the quality of its answers. Ends with 0 when "
            "nothing asks for a look, with 1 when the file is refused or the log has something to "
            "check, with 2 when the command is wrong."
        )
    )
    def check(
        file: Path = survey,
        instrument: str | None = instrument,
        layout: str | None = layout,
        sheet: str | None = sheet,
        mapping: Path | None = mapping,
        missing: list[str] = missing,
        *,
        duplicates: str = duplicates,
        keep_personal: bool = personal,
        megabytes: float | None = megabytes,
        save: Path | None = save,
        as_json: bool = machine,
        lang: str | None = lang,
    ) -> None:
        from cxlab._lab import check

        options = {
            "instrument": instrument,
            "layout": layout,
            "sheet": int(sheet) if sheet and sheet.isdecimal() and len(sheet) < 3 else sheet,
            "mapping": mapping,
            "missing": missing,
            "duplicates": duplicates,
            "keep_personal": keep_personal,
            "limits": megabytes,
        }
        raise typer.Exit(check.check(file, options, save=save, as_json=as_json, lang=lang))


if __name__ == "__main__":
    app()
