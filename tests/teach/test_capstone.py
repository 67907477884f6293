"""The last unit says: put the path of your own file here, and run. So it must run."""

import pytest

import cxlab as cx
from cxlab.teach._unit import chosen, read

OURS = "source = download"


@pytest.fixture
def own(tmp_path):
    """A file with the columns that the unit's table asks for, and no platform around it."""
    data = cx.simulate.company(160, seed=5).data.drop(columns=["churned", "duration", "phone"])
    path = tmp_path / "own.csv"
    data.rename(columns=lambda name: name.replace("why_", "q3_")).to_csv(path, index=False)
    return path


def test_it_runs_on_a_file_of_ones_own(own):
    cells = [cell for cell in read(chosen("15_capstone")[0]).cells if cell.kind == "code"]
    apart = ("truth", "cx.check", "cx.report")  # generated data only, exercises, slow
    codes = [cell.source for cell in cells if not any(word in cell.source for word in apart)]
    assert sum(OURS in code for code in codes) == 1
    known: dict[str, object] = {}
    for code in codes:
        mine = code.replace(OURS, f"source = {str(own)!r}").replace("boot=1000", "boot=20")
        exec(mine.replace("survey = cx.read", "names = {}\nsurvey = cx.read"), known)
    assert len(known["survey"].data) == 160
    assert known["survey"].layout == ""
    assert known["case"].step(3).keys == ("convenience",)
    assert known["cost"].tree.node("negative").share > 0
    assert known["plan"].spent == 200_000
