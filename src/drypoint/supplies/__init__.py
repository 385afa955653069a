"""What stands on a pack of needles: the maker's code by the GS1 standard, and the size in words."""

from drypoint.supplies.gauges import japanese_number, load_gauges
from drypoint.supplies.reading import LONGEST, PackCode, read
from drypoint.supplies.rows import FaultId, load_pack_codes

__all__ = ["LONGEST", "FaultId", "PackCode", "japanese_number", "load_gauges", "load_pack_codes", "read"]
