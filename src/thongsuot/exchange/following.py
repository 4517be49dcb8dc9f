"""How the exchange follows a site's stamped journal."""

from thongsuot.engine.following import Rows, catch_up, fully

__all__ = ["Rows", "catch_up", "fully"]
