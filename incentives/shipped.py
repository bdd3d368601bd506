"""Where the shipped schemes, templates and examples lie: in the wheel or beside the package."""

from importlib.resources import files
from pathlib import Path


def shipped(folder: str) -> Path:
    """Return the shipped ``schemes``, ``templates`` or ``examples`` folder.

    A wheel carries them under ``incentives/_shipped``; a checkout (editable install) has them
    beside the package. Raises FileNotFoundError where neither does.
    """
    in_wheel = Path(str(files("incentives"))) / "_shipped" / folder
    if in_wheel.is_dir():
        return in_wheel
    in_checkout = Path(__file__).resolve().parents[1] / folder
    if in_checkout.is_dir():
        return in_checkout
    raise FileNotFoundError(f"the shipped '{folder}' folder is missing: reinstall incentives")
