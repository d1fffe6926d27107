"""Pages and servers that mean harm to whoever opens them, by kind; `HOSTILE_PAGES` says how each must end."""

from tests.site.hostile.busy import HOSTILE_ROUTES
from tests.site.hostile.pages import HOSTILE_PAGES, HostilePage

__all__ = ["HOSTILE_PAGES", "HOSTILE_ROUTES", "HostilePage"]
