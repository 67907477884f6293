"""Small documents that several tests write and open again."""

import pandas as pd
import pytest

import cxlab as cx

X = ["x_product", "x_service", "x_relationship", "x_price", "x_convenience", "x_brand"]
HOSTILE = "<img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://evil","x")'


@pytest.fixture(scope="session")
def survey():
    return cx.load("meiyu").head(300)


@pytest.fixture(scope="session")
def results(survey):
    nps = cx.metrics.nps(survey, "recommend", by="branch")
    return {
        "NPS": nps,
        "Differences": nps.differences(),
        "Service": cx.instruments.score(survey, "servqual"),
        "Drivers": cx.drivers.importance(survey, "satisfaction", X, boot=50, seed=7),
        "Map": cx.drivers.ipa(survey, "satisfaction", X, boot=50, seed=7),
        "Theory": cx.frameworks.determinants(),
    }


@pytest.fixture(scope="session", params=["en", "zh"])
def report(request, results):
    """Return a document with results, with groups, without n, and with a plain frame."""
    frame = pd.DataFrame({"branch": ["A", "B"], "share": [0.25, 1 / 3], "n": [4, 3]})
    return cx.report.document(
        {**results, "Frame": frame},
        title="Report" if request.param == "en" else "报告",
        lead="A line." if request.param == "en" else "一句话。",
        lang=request.param,
        code="import cxlab as cx\ncx.load('meiyu')",
    )


@pytest.fixture(scope="session")
def hostile(survey):
    """Return a document full of tags, formulas and broken characters."""
    data = survey.rename(columns={"x_price": FORMULA, "branch": HOSTILE}).copy()
    groups = data[HOSTILE].astype(object)
    data[HOSTILE] = groups.where(groups != "A", FORMULA).where(groups != "B", HOSTILE)
    data.attrs["labels"] = {FORMULA: {"en": f"\x07{HOSTILE}", "zh": f"@{HOSTILE}"}}
    names = ["x_product", FORMULA, "x_brand"]
    frame = pd.DataFrame({f"@{HOSTILE}": ["=1+1", "\t=2", HOSTILE], "-x": [-1.5, 2.0, None]})
    return cx.report.document(
        [
            (HOSTILE, cx.metrics.nps(data, "recommend", by=HOSTILE)),
            ("=1+1", cx.drivers.regress(data, "satisfaction", names)),
            ("\x00\x0b[a]:*?/\\'", frame),
        ],
        title=f"={HOSTILE}\x08",
        lead=f"<script>{HOSTILE}</script>",
        lang="en",
        code=f"# {HOSTILE}",
    )
