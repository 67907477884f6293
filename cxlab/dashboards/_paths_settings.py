"""Controls of the page of path models."""

from __future__ import annotations

from collections.abc import Sequence

from cxlab._core.i18n import _
from cxlab._core.labels import opening
from cxlab.dashboards._paths_models import OWN, SCALES, WORDS, Table, Written, parsed
from cxlab.dashboards._plan import Values
from cxlab.dashboards._setting import Amount, Choice, Setting, confidence
from cxlab.paths import PathModel

EACH = "each"  # scales that differ between constructs
FIRST_MOVE, MOST_MOVE = 5.0, 20.0  # points of the first cause, so that the page shows a move


def settings(known: Table, values: Values) -> Sequence[Setting]:
    """Return the controls: the model, how it is fitted, the scale, and a move for each cause."""
    specs = {name: _(WORDS[name]) for name in (*known.texts, OWN)}
    spec = values.get("spec") or next(iter(specs))
    first = next(iter(known.texts.values()), "")
    text = known.model(spec, values.get("text", first))
    model = parsed(text)
    order = [name for layer in model.layers() for name in layer] if model else []
    outcomes = [name for name in order[::-1] if model and model.causes(name)]
    causes = [name for name in order if model and model.effects(name)]
    scales, usual = _scales(known, model)
    controls: list[Setting] = [
        Choice(
            name="spec",
            options=specs,
            start=next(iter(specs)),
            words=_("Model"),
            tooltip=_("Which constructs there are, and which acts on which"),
        ),
        Choice(
            name="method",
            options={"pls": _("PLS"), "plsc": _("PLSc")},
            start="pls",
            words=_("Method"),
            tooltip=_("PLSc corrects paths for the noise in the answers"),
        ),
        confidence(),
        Choice(
            name="scale",
            options=scales,
            start=usual,
            words=_("Possible answers"),
            tooltip=_("Lowest and highest possible answer, 0 and 100 points"),
        ),
    ]
    if outcomes:
        controls.append(
            Choice(
                name="outcome",
                options={name: opening(known.labels, name) for name in outcomes},
                start=outcomes[0],
                words=_("Outcome"),
                tooltip=_("Where the effects that are shown end"),
            )
        )
    if spec == OWN:
        controls.append(
            Written(
                name="text",
                start=first,
                words=_("Model text"),
                tooltip=_("lavaan's notation: construct =~ item + item; effect ~ cause"),
                hint="quality =~ q1 + q2 + q3",
            )
        )
    return [*controls, *_moves(known, causes)]


def _scales(known: Table, model: PathModel | None) -> tuple[dict[str, str], str]:
    """Return the scales of answers to choose from, in words, and the one to begin with."""
    found = dict.fromkeys(known.scales(model).values())
    pairs = dict.fromkeys([*found, *SCALES, known.scale])
    scales = {f"{low:g}-{high:g}": f"{low:g}–{high:g}" for low, high in pairs}
    if known.declared:
        return {"": _("as the data say"), **scales}, ""
    if len(found) > 1:
        return {EACH: _("each construct by its answers"), **scales}, EACH
    return scales, next(iter(scales)) if found else "{:g}-{:g}".format(*known.scale)


def _moves(known: Table, causes: Sequence[str]) -> list[Setting]:
    """Return a slider for each construct that acts on others; the first is moved."""
    return [
        Amount(
            name=f"move.{name}",
            start=FIRST_MOVE if place == 0 else 0.0,
            low=-MOST_MOVE,
            high=MOST_MOVE,
            step=1,
            written="+.0f",
            words=opening(known.labels, name),
            tooltip=_("By how many points, of 100, it moves"),
            place="what_if",
        )
        for place, name in enumerate(causes)
    ]
