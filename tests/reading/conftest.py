"""The tests of reading share the files they make (files.py)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
