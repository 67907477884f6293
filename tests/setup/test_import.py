"""`import cxlab` is quick because it loads nothing heavy; a chapter loads what it needs."""

import subprocess
import sys

HEAVY = {"numpy", "pandas", "scipy", "matplotlib", "seaborn", "statsmodels", "IPython", "typer"}


def loaded(code):
    """Return the top-level modules a fresh interpreter holds after running the code."""
    show = "import sys; print(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\n{show}"], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_the_front_door_loads_nothing_heavy():
    assert not loaded("import cxlab; dir(cxlab); cxlab.use('zh')") & HEAVY


def test_the_command_loads_nothing_heavy():
    assert not loaded("import cxlab.cli") & HEAVY


def test_an_analysis_loads_no_drawing_library():
    assert not loaded("import cxlab as cx; cx.frameworks; cx.instruments; cx.drivers") & {
        "matplotlib",
        "seaborn",
    }
