"""What the command line says of a command that is wrong, in the language in use."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from cxlab._core.i18n import _


class Commands(TyperGroup):
    """The commands of ``cxlab``; a wrong one ends with 2 and says what is wrong."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command; ``standalone_mode`` ends the program with its code."""
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except typer.Abort:
            if not standalone_mode:
                raise
            sys.exit(1)
        except Exception as error:
            if not standalone_mode or not hasattr(error, "format_message"):
                raise
            typer.secho(_said(error), fg="red", err=True)
            sys.exit(getattr(error, "exit_code", 2))
        if not standalone_mode:
            return code
        sys.exit(code if isinstance(code, int) else 0)


def _said(error: Any) -> str:
    """Return what is wrong, and where help is; help itself where nothing was typed."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error.format_message())
    param, context = getattr(error, "param", None), getattr(error, "ctx", None)
    option = getattr(error, "option_name", "") or _named(param)
    words = {
        "NoSuchOption": _("There is no option {option}."),
        "MissingParameter": _("{option} is missing."),
        "BadOptionUsage": _("{option} needs a value behind it."),
        "BadParameter": _("The value of {option} is of another kind than this option takes."),
    }
    text = words[kind].format(option=option) if kind in words and option else ""
    text = text or _("The command cannot be understood: {reason}").format(reason=_reason(error))
    path = context.command_path if context else "cxlab"
    return f"✗ {text}\n" + _("Help: {command}").format(command=f"{path} --help")


def _named(param: Any) -> str:
    """Return an option as it is typed, or the name of what stands without one."""
    name = max(getattr(param, "opts", [""]), key=len)
    return name if name.startswith("-") else name.upper()


def _reason(error: Any) -> str:
    """Return the parts of the line that nobody expected, where they are quoted."""
    text = str(error.format_message())
    start, opened, rest = text.rpartition(" (")
    if opened and "extra argument" in start:
        return rest.rstrip(").")
    return text.partition("'")[2].partition("'")[0] or text
