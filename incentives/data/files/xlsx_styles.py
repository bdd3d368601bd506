"""The number formats of an .xlsx and which of its styles are struck through."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from incentives.data.files.markup import Take, Walk

_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
"""ECMA-376 part 1, 18.8.30; 14 and 22 as Excel shows them in the United Kingdom."""

_NO_SIGN_OF_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(slots=True)
class Styles:
    """By a style's number: its number format (blank for the general one), and whether it is struck."""

    formats: dict[int, str] = field(default_factory=dict)
    struck: set[int] = field(default_factory=set)


def is_percentage(number_format: str) -> bool:
    """Tell whether a number format shows percentages.

    >>> is_percentage("0.0%"), is_percentage('0" %"')
    (True, False)
    """
    return "%" in _NO_SIGN_OF_FORMAT.sub("", number_format)


class StylesWalk(Walk):
    """Walks ``styles.xml``: number formats, fonts, and the styles that cells have."""

    cheap = dear = 50

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.found = Styles()
        self._formats = dict(_BUILT_IN)
        self._struck_fonts: set[int] = set()
        self._within = ""
        self._font, self._style = -1, -1
        self.takes = {
            **{name: self._into(name) for name in ("fonts", "cellXfs", "cellStyleXfs", "dxfs")},
            "numFmt": self._number_format,
            "font": self._next_font,
            "strike": self._strike,
            "xf": self._next_style,
        }

    def _into(self, name: str) -> Take:
        def into(_: dict[str, str]) -> None:
            self._within = name

        return into

    def _number_format(self, has: dict[str, str]) -> None:
        if not self._within:
            self._formats[_number(has, "numFmtId")] = has.get("formatCode", "")

    def _next_font(self, _: dict[str, str]) -> None:
        self._font += self._within == "fonts"

    def _strike(self, has: dict[str, str]) -> None:
        if self._within == "fonts" and not is_off(has.get("val", "1")):
            self._struck_fonts.add(self._font)

    def _next_style(self, has: dict[str, str]) -> None:
        if self._within != "cellXfs":
            return
        self._style += 1
        if number_format := self._formats.get(_number(has, "numFmtId"), ""):
            self.found.formats[self._style] = number_format
        if _number(has, "fontId") in self._struck_fonts:
            self.found.struck.add(self._style)


def is_off(said: str) -> bool:
    """Tell whether a switch of a workbook's XML is off."""
    return said in ("0", "false", "off")


def _number(has: dict[str, str], name: str) -> int:
    text = has.get(name, "0")
    return int(text) if text.isdecimal() else 0
