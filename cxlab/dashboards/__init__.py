"""Dashboards: whole pages for Voila, each a function of data and settings."""

from cxlab.dashboards._drivers import drivers
from cxlab.dashboards._gaps import gaps
from cxlab.dashboards._page import Page
from cxlab.dashboards._paths import paths
from cxlab.dashboards._silence import silence
from cxlab.dashboards._steps import steps
from cxlab.dashboards._voice import voice

__all__ = ["Page", "drivers", "gaps", "paths", "silence", "steps", "voice"]
