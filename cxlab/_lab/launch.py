"""Start JupyterLab and Voila on the notebooks: on this machine only, without the internet."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cxlab._core.i18n import language
from cxlab._lab.workplace import FIRST, folder, trust

if TYPE_CHECKING:
    from cxlab._lab.dash.options import Options

_JUPYTER = Path(__file__).parent / "jupyter"  # settings of JupyterLab and Voila, Voila's template


def lab(*, port: int | None = None, browser: bool = True) -> None:
    """Run JupyterLab until it is stopped; it opens on ``start.ipynb``.

    Parameters
    ----------
    port
        Port to listen on; the next free one when it is taken.
    browser
        Open the page in a browser.
    """
    from jupyterlab.labapp import LabApp

    notebooks = folder()
    trust()
    _settings()
    page = f"/tree/{FIRST}" if (notebooks / FIRST).exists() else ""
    LabApp.launch_instance(
        [
            f"--ServerApp.root_dir={notebooks}",
            f"--LabApp.default_url=/lab/workspaces/cxlab{page}",
            *([f"--ServerApp.port={port}"] if port else []),
            *([] if browser else ["--no-browser"]),
            *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
        ]
    )


def dash(
    notebooks: Path | None = None,
    *,
    port: int | None = None,
    browser: bool = True,
    options: Options | None = None,
) -> None:
    """Run Voila until it is stopped: a gallery, and notebooks as pages without their code.

    Parameters
    ----------
    notebooks
        A folder or one notebook of the reader's own; the kit's notebooks when absent.
    port
        Port to listen on; the next free one when it is taken, unless the pages are public.
    browser
        Open the page in a browser.
    options
        What an operator chooses; pages for this machine only when absent.
    """
    from cxlab._lab.dash.options import Options
    from cxlab._lab.dash.server import serve

    _settings()
    argv = [
        *([f"--Voila.port={port}"] if port else []),
        *([] if browser else ["--no-browser"]),
    ]
    serve(notebooks or folder(), argv, options or Options())


def _settings() -> None:
    """Put cxlab's settings before the machine's; the reader's own still win in JupyterLab."""
    configs = [_JUPYTER / "zh", _JUPYTER] if language() == "zh" else [_JUPYTER]
    for variable, paths in (("JUPYTER_CONFIG_PATH", configs), ("JUPYTER_PATH", [_JUPYTER])):
        earlier = [os.environ[variable]] if os.environ.get(variable) else []
        os.environ[variable] = os.pathsep.join([*map(str, paths), *earlier])
