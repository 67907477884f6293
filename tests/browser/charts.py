"""Rows and options of each chart view, as a page sends them."""

NAMES = {
    "en": ("Central", "Causeway Bay flagship store", "Sha Tin", "Web"),
    "zh": ("中环店", "铜锣湾旗舰店", "沙田店", "网上"),
}
SHARES = ((0.4, 0.35, 0.25), (0.3, 0.3, 0.4), (0.5, 0.3, 0.2), (0.02, 0.18, 0.8))


def stacked(lang):
    rows = [
        {
            "term": name,
            "label": name,
            "parts": [{"share": share, "text": f"{share:.0%}"} for share in shares],
            "estimate": 100 * (shares[2] - shares[0]),
            "conf_low": 100 * (shares[2] - shares[0]) - 12,
            "conf_high": 100 * (shares[2] - shares[0]) + 12,
            "text": "−15.0 (−27.0 … −3.0)",
            "note": "n = 694",
            "open": shares[2] > 0.7,
        }
        for name, shares in zip(NAMES[lang], SHARES, strict=True)
    ]
    words = ["detractors (0–6)", "passives (7–8)", "promoters (9–10)"]
    return rows, {"words": words, "axis": "NPS, points", "alt": "Nobody leads"}


def trended(lang, lines=3):
    names = [*NAMES[lang], "Phone", "Kowloon", "Tsuen Wan", "Airport"][:lines]
    rows = [
        {
            "term": name,
            "label": name,
            "period": month,
            "estimate": 9.0 * place + month,
            "conf_low": 9.0 * place + month - 5,
            "conf_high": 9.0 * place + month + 5,
            "text": f"{9.0 * place + month:.1f}",
            "note": "n = 40",
        }
        for place, name in enumerate(names)
        for month in range(12)
        if (place, month) != (0, 6)
    ]
    periods = [{"at": month, "text": f"2026-{month + 1:02d}"} for month in range(12)]
    return rows, {"axis": "month", "side": "NPS, points", "periods": periods, "alt": "It rises"}


def mapped(lang):
    points = ((2, 0.3, False), (8, 0.3, True), (2, 0.1, False), (8, 0.11, False))
    rows = [
        {
            "term": name,
            "label": name,
            "text": f"{x}; {y}",
            "kind": "concentrate" if x < 5 < 20 * y + 4 else "keep",
            "open": unsure,
            "x": x,
            "x_low": x - 0.5,
            "x_high": x + 0.5,
            "y": y,
            "y_low": y - 0.04,
            "y_high": y + 0.04,
        }
        for name, (x, y, unsure) in zip(NAMES[lang], points, strict=True)
    ]
    fields = {"nw": "concentrate here", "ne": "keep", "sw": "low priority", "se": "overkill"}
    axes = ["performance", "importance"]
    look = {"cross": [5, 0.2], "fields": fields, "axes": axes, "tint": "nw", "note": "hollow: open"}
    return rows, {**look, "units": ["", "share"], "alt": "Web first"}


def counted(lang):
    rows = [
        {"low": low, "high": low + 1, "count": 10 - abs(low - 10), "text": f"{low} to {low + 1}"}
        for low in range(20)
    ]
    marks = {
        "estimate": {"at": 10.5, "text": "median 10.5 million"},
        "interval": {"low": 4.0, "high": 17.0, "text": "95% of the draws: 4.0 to 17.0 million"},
        "reference": {"at": 11.5, "text": "with today's values: 11.5 million"},
    }
    return rows, {"axis": "million HKD", "alt": "A loss", **marks}


def tiled(lang):
    change = {"text": "+3.1", "note": "−1.2 to +7.4", "word": "unclear", "kind": "unclear"}
    return [
        {"term": "nps", "label": "NPS", "text": "−7.0", "note": "n = 2,000", "change": change},
        {"term": "n", "label": NAMES[lang][1], "text": "2,000"},
    ], {"label": "Key figures"}


def compared(lang):
    rows = [
        {
            "term": f"{group} {name}",
            "label": f"{name} − {NAMES[lang][0]}",
            "group": group,
            "estimate": value,
            "conf_low": value - 6,
            "conf_high": value + 6,
            "text": f"{value:+.1f} ({value - 6:.1f} to {value + 6:.1f})",
            "note": "p = .13 (Holm)",
            "open": abs(value) < 6,
        }
        for group in ("Branch", "Channel")
        for name, value in zip(NAMES[lang][1:], (-9.0, 3.0, 12.0), strict=True)
    ]
    return rows, {"axis": "difference, points", "hollow": "hollow: chance would do", "alt": "One"}


def tabled(lang):
    columns = [
        {"name": "actual", "heading": "2a Actual experience", "edit": True, "low": 0, "high": 10},
        {"name": "gap", "heading": "2c Satisfaction"},
    ]
    return [
        {"term": name, "label": name, "actual": {"value": 5}, "gap": cell}
        for name, cell in zip(
            NAMES[lang],
            (
                {"text": "−4", "tint": -1},
                {"text": "?", "small": "−5 … 5"},
                {"text": "+2", "tint": 0.5},
                {"text": "0", "level": 0.3},
            ),
            strict=True,
        )
    ], {"columns": columns, "corner": "Type", "caption": "Fill in what is known"}


def linked(lang):
    at = ((0.0, 0.0), (0.33, 1.0), (0.66, 0.5), (1.0, 0.0))
    rows = [
        {"term": name, "label": name, "text": "R² = 41%", "note": "+1.5", "x": x, "y": y}
        | {"kind": "moved" if x else ""}
        for name, (x, y) in zip(NAMES[lang], at, strict=True)
    ]
    one, two, three, four = NAMES[lang]
    pairs = ((one, two), (two, three), (one, three), (three, four), (one, four))
    drawn = [
        {"parent": start, "term": end, "text": f"+0.{place}5", "note": "(−0.10 … +0.90)"}
        | {"wide": 0.2 * place, "open": place == 1, "down": place == 2}
        for place, (start, end) in enumerate(pairs)
    ]
    key = [{"text": "width: size of β"}, {"text": "dashed: 0", "open": True}]
    return rows, {"arrows": drawn, "legend": key, "name": "paths", "alt": "Web last"}


CASES = {
    "stack": stacked,
    "trend": trended,
    "plane": mapped,
    "histogram": counted,
    "tiles": tiled,
    "forest": compared,
    "table": tabled,
    "paths": linked,
}


def all_cases(lang):
    """Return the rows and the options of every view, by its name."""
    return {name: made(lang) for name, made in CASES.items()}
