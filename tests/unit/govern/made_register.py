"""A register of interests and an attendance, as files, for the tests of governance."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = """person,role,office,votes,from,to
Ada Chair,lay,lay chair,yes,2014-04-01,
Bea Lay,lay,lay vice-chair,yes,2014-04-01,
Cyn Finance,executive,chief finance officer,yes,2014-04-01,
Dot Nurse,executive,chief nursing officer,yes,2014-04-01,
Fay Partner,gp,,yes,2014-04-01,
Gus Partner,gp,,yes,2014-04-01,2015-12-31
Ben Approver,executive,,no,2014-04-01,
Jon Healthwatch,other,Healthwatch,no,2014-04-01,
"""
INTERESTS = """person,type,organisation,what,from,to,declared_on
Fay Partner,financial,ZZ9001,partner,2010-01-01,,2014-04-10
Gus Partner,financial,Federation Ltd,shareholder,2014-11-01,,2015-04-20
Ben Approver,indirect,ZZ9002,spouse is the practice manager,2014-04-01,,2014-04-02
Ada Chair,personal,Friends of the Park,trustee,2012-01-01,,2014-04-01
"""
ORGANISATIONS = """organisation,holds,from,to
Federation Ltd,North Network,2014-01-01,
North Network,ZZ9003,2014-01-01,
North Network,ZZ9004,2014-01-01,2014-10-31
North Network,ZZ9005,2015-04-01,
"""
ATTENDANCE = """person,present,stands_in_for,declared,left,vote
Ada Chair,yes,,,,for
Bea Lay,yes,,,,for
Cyn Finance,yes,,,,for
Dot Nurse,yes,,,,against
Fay Partner,yes,,,yes,
Gus Partner,yes,,yes,,
Jon Healthwatch,yes,,,,
"""


def register_in(folder: Path, **tables: str) -> Path:
    """Write a register as a folder of files, some tables with other text; a blank text leaves one out."""
    to = folder / "register"
    to.mkdir(exist_ok=True)
    texts = {"people": PEOPLE, "interests": INTERESTS, "organisations": ORGANISATIONS} | tables
    for name, text in texts.items():
        if text:
            (to / f"{name}.csv").write_text(text, encoding="utf-8")
    return to


def attendance_in(folder: Path, text: str = ATTENDANCE) -> Path:
    """Write who was at a meeting."""
    path = folder / "attendance.csv"
    path.write_text(text, encoding="utf-8")
    return path
