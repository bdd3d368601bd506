"""What YAML forbids and its usual parser lets pass: comments without a space, text that is not indented.

Editors mark both as errors; a file that one program reads and another refuses is no safe record.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

NO_SPACE = "put a space before #"
NOT_INDENTED = "indent the lines of this value"
"""What is said of the two in a MarkedYAMLError, whose words our messages go by."""
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*#")
_LINE = re.compile(r"[\r\n]+")


class Strictness:
    """Looks at each event of a parser as it comes; raises MarkedYAMLError where YAML forbids the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = 0
        self._columns: list[int] = []
        self._flows: list[Any] = []

    def take(self, event: Any) -> None:
        """Take one event, in the parser's order."""
        self._comments(event)
        if isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._finish(event)
        elif isinstance(event, yaml.ScalarEvent) and event.style in ('"', "'") and not self._flows:
            self._indented(event, event.start_mark)

    def _comments(self, event: Any) -> None:
        """Refuse a # that follows on something without a space: what lies between two events is no value."""
        start = event.start_mark.index
        gap = self._text[max(self._end - 1, 0) : start]
        for line in _LINE.split(gap):
            before, sign, _ = line.partition("#")
            if sign and before[-1:].strip():
                raise _forbidden(NO_SPACE, event)
        if getattr(event, "style", None) in ("|", ">") and _BLOCK_HEADER.match(self._text, start):
            raise _forbidden(NO_SPACE, event)
        self._end = max(self._end, event.end_mark.index)

    def _begin(self, event: Any) -> None:
        if event.flow_style:
            self._flows.append(event.start_mark)
        else:
            self._columns.append(event.start_mark.column)

    def _finish(self, event: Any) -> None:
        if not self._flows:
            self._columns.pop()
            return
        start = self._flows.pop()
        if not self._flows:
            self._indented(event, start)

    def _indented(self, event: Any, start: Any) -> None:
        """Refuse a value of several lines of which one does not stand further in than its group."""
        end = event.end_mark
        if start.line == end.line or not self._columns:
            return
        within = self._columns[-1]
        for line in self._text[start.index : end.index].split("\n")[1:]:
            if line.strip() and len(line) - len(line.lstrip(" ")) <= within:
                raise _forbidden(NOT_INDENTED, event)


def _forbidden(problem: str, event: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
