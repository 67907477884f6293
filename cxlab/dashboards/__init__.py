"""Dashboards: whole pages for Voila, each a function of data and settings."""

from cxlab.dashboards._drivers import drivers
from cxlab.dashboards._page import Page

__all__ = ["Page", "drivers"]
