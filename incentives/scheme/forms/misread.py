"""What a condition or a formula that cannot be read is refused with: the code, the column, the words."""

from __future__ import annotations


class MisreadError(Exception):
    """What is wrong with a formula, and at which column of its text (from 1)."""

    def __init__(self, code: str, column: int, message: str, remedy: str) -> None:
        self.code, self.column, self.message, self.remedy = code, column, message, remedy
        super().__init__(message)
