"""Read one sheet with calamine in a process of its own, which may run out of memory or time.

Run as a program: options as JSON in the first argument, the workbook on standard input, the answer
pickled on standard output. It imports nothing of cxlab, so that it starts at once.
"""

import contextlib
import io
import json
import pickle
import sys
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


def main() -> None:
    """Read the workbook from standard input within the memory that the options allow."""
    options = json.loads(sys.argv[1])
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (options["memory"], options["memory"]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer = read(sys.stdin.buffer.read(), options)
    pickle.dump(answer, sys.stdout.buffer, protocol=5)


if __name__ == "__main__":
    main()
