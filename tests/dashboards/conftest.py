"""The tests of a page share what a reader sees of it (shown.py)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
