"""The web archive of one page: its exchanges as WARC records, an index, and the WACZ that holds them."""

from capture.archive.wacz import Packed, pack_wacz
from capture.archive.warc import ArchivedPage

__all__ = ["ArchivedPage", "Packed", "pack_wacz"]
