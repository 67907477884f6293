"""PLS path models against bounds and against the Python ``seminr`` on the same data, same run.

Ours is the whole of ``fit_pls``: reading and checking the answers, the estimates, the resamples,
intervals of the paths, f² and VIF. The peer's time is that of its resamples alone, a few of them
scaled up.
"""

import contextlib
import io
import sys
import warnings

import cxlab as cx
from benchmarks._clock import bound, compare, seconds
from cxlab._stats import pls_compiled as compiled
from cxlab.paths import fit_pls

BLOCKS = {
    "Image": [f"IMAG{k}" for k in range(1, 6)],
    "Expectation": [f"CUEX{k}" for k in range(1, 4)],
    "Quality": [f"PERQ{k}" for k in range(1, 8)],
    "Value": ["PERV1", "PERV2"],
    "Satisfaction": ["CUSA1", "CUSA2", "CUSA3"],
    "Complaints": ["CUSCO"],
    "Loyalty": ["CUSL1", "CUSL2", "CUSL3"],
}
ARROWS = {
    "Expectation": ["Image"],
    "Quality": ["Expectation"],
    "Value": ["Expectation", "Quality"],
    "Satisfaction": ["Image", "Expectation", "Quality", "Value"],
    "Complaints": ["Satisfaction"],
    "Loyalty": ["Image", "Satisfaction", "Complaints"],
}
ECSI = "\n".join(
    [f"{name} =~ {' + '.join(items)}" for name, items in BLOCKS.items()]
    + [f"{effect} ~ {' + '.join(causes)}" for effect, causes in ARROWS.items()]
)
FEW = 20  # resamples of the peer; its time grows with their number


def peer(data, boot):
    """Return a call of seminr's bootstrap, or ``None`` where it is not installed."""
    try:
        import seminr
    except ImportError:
        return None
    from seminr.specify import composite, constructs, paths, relationships

    model = seminr.estimate_pls(
        data,
        constructs(*(composite(name, items) for name, items in BLOCKS.items())),
        relationships(*(paths(causes, [effect]) for effect, causes in ARROWS.items())),
    )

    def call():
        with contextlib.redirect_stdout(io.StringIO()):
            return seminr.bootstrap_model(model, nboot=boot, seed=1, cores=1)

    return call


def within(what, data, boot, limit, **options):
    """Print the time of a fit with resamples beside its bound."""
    took = seconds(lambda: fit_pls(data, ECSI, boot=boot, seed=1, **options), repeats=7)
    bound(what, 1e3 * took, limit, "ms")
    return took


def main():
    """Print times, bounds and the ratio."""
    warnings.simplefilter("ignore")
    mobi = cx.load("mobi")
    kernel = compiled.kernel
    compiled.kernel = lambda draws, fast: None  # as without the extra `fast`
    ours = within("ECSI on mobi, 1,000 resamples, numpy", mobi, 1000, 80)
    within("ECSI on mobi, 10,000 resamples, numpy", mobi, 10_000, 800)
    compiled.kernel = kernel
    if compiled.kernel(1, True) is not None and "numba" in sys.modules:
        within("ECSI on mobi, 1,000 resamples, numba", mobi, 1000, 25)
        within("ECSI on mobi, 10,000 resamples, numba", mobi, 10_000, 200)
    result = fit_pls(mobi, ECSI, boot=1000, seed=1)
    bound("HTMT, 1,000 resamples", 1e3 * seconds(result.validity), 100, "ms")
    within("BCa, 1,000 resamples", mobi, 1000, 200, interval="bca")
    within("PLSc, 1,000 resamples", mobi, 1000, 200, consistent=True)
    call = peer(mobi, FEW)
    if call is not None:
        theirs = seconds(call, repeats=3) / FEW * 1000
        compare("bootstrap, 1,000 resamples, numpy", ours, f"seminr, {FEW} x {1000 // FEW}", theirs)
