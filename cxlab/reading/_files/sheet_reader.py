"""Read one sheet of a workbook with calamine: a part of ``child.py``, so nothing of cxlab here."""

import io
from typing import Any


def read(content: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of a sheet, or the reason why not."""
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(content))
        about = list(zip(book.sheet_names, book.sheets_metadata, strict=True))
        names = [name for name, each in about if str(each.typ).endswith("WorkSheet")]
        seen = [name for name, each in about if str(each.visible).endswith("Visible")]
        wanted = options["sheet"]
        if isinstance(wanted, int):
            wanted = names[wanted] if 0 <= wanted < len(names) else None
        elif wanted is None:
            candidates = [name for name in names if name in seen] or names
            wanted = candidates[0] if candidates else ""
            for name in candidates:
                if book.get_sheet_by_name(name).height:
                    wanted = name
                    break
        if wanted not in names:
            return {"error": "sheet", "names": names}
        sheet = book.get_sheet_by_name(wanted)
        if sheet.height > options["rows"]:
            return {"error": "rows"}
        if sheet.width > options["columns"]:
            return {"error": "columns", "count": sheet.width}
        rows = sheet.to_python(skip_empty_area=True)
        merged = sheet.merged_cell_ranges or []
    except calamine.PasswordError:
        return {"error": "password"}
    except calamine.CalamineError:
        return {"error": "damaged"}
    return {
        "rows": rows,
        "start": sheet.start or (0, 0),
        "merged": merged,
        "sheet": wanted,
        "others": [name for name in names if name != wanted],
        "place": names.index(wanted),
    }
