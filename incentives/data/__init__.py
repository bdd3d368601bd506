"""Practice data: read from a data pack as text, checked, and bound to what a plan needs.

In: a folder of CSV or Parquet files with ``pack.yaml``, or one workbook. Out: ``Pack``, then ``Binding``:
complete integer columns that know their rows. Zero, blank, suppressed and nil are told
apart here and end here: what leaves this package is complete, or refused with all its problems.
Start reading at ``pack.py`` (reading), then ``binding.py`` (a pack for a plan).
"""

from incentives.data.binding import bind
from incentives.data.pack import Pack, pack_of, read_pack

__all__ = ["Pack", "bind", "pack_of", "read_pack"]
