"""A synthetic CCG: fictional practices whose figures look like published ones, made from a seed.

In: what a year counts and its rounded national levels (``SyntheticSpec``) and a seed. Out: the tables of a
data pack, the same bytes for the same seed. No row of any real practice is used.
Start reading at ``generate.py``; the levels of 2015/16 and their sources are in ``england_2015_16.py``.
"""

from incentives.data.synthetic.generate import generate
from incentives.data.synthetic.spec import GroupSpec, IndicatorSpec, Kind, SyntheticPack, SyntheticSpec
from incentives.data.synthetic.write import write_pack

__all__ = ["GroupSpec", "IndicatorSpec", "Kind", "SyntheticPack", "SyntheticSpec", "generate", "write_pack"]
