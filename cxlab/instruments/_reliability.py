"""Reliability of scales: alpha with Feldt's interval, omega, item statistics, difference scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import DataError, SpecError, warn
from cxlab._core.i18n import N_, _, listing
from cxlab._core.labels import Labels
from cxlab._core.result import Result
from cxlab._core.validate import columns, complete, confidence, frame, numeric, one_of, whole
from cxlab._stats import reliability as stats
from cxlab._stats.moments import Moments, correlations
from cxlab.instruments._answers import answers, constant
from cxlab.instruments._bank import resolve
from cxlab.instruments._instrument import Instrument
