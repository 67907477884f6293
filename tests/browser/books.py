"""Small notebooks for pages of the tests' own."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ENDING = """
import os
import ipywidgets
end = ipywidgets.Button(description="End")
end.on_click(lambda button: os._exit(9))
end
"""
COUNTING = """
import ipywidgets
count = ipywidgets.IntSlider(3, 0, 9, description="Count")
count
"""


def write(path, *sources, title="A page"):
    """Write a notebook with a title and one cell for each source."""
    cells = [new_markdown_cell(f"# {title}", id="title")]
    cells += [new_code_cell(text.strip(), id=f"c{place}") for place, text in enumerate(sources)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path
