"""The numbers of a case, each checked as it is read."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from learning.stats.sides import Sides

Value: TypeAlias = float | int | str | bool | list["Value"] | dict[str, "Value"] | None
Answer: TypeAlias = dict[str, Value]


class CannotAnswer(Exception):
    """A case without an answer; the text says why, in a sentence that stands beside the nulls."""


@dataclass(frozen=True, slots=True)
class Part:
    """An object of a case, and where it stands, for the sentences."""

    name: str
    entries: Mapping[str, object]

    def part(self, key: str) -> Part:
        """Give the object under a key."""
        return as_part(key, self._entry(key))

    def parts(self, key: str) -> list[Part]:
        """Give the objects of the list under a key."""
        return [as_part(f"{key} {place}", one) for place, one in enumerate(self._list(key), start=1)]

    def number(self, key: str, default: float | None = None) -> float:
        """Give a finite number."""
        if default is not None and self.entries.get(key) is None:
            return default
        return _number(self._entry(key), f"{key} of {self.name}")

    def numbers(self, key: str) -> list[float]:
        """Give a list of finite numbers."""
        return [_number(one, f"{key} of {self.name}") for one in self._list(key)]

    def count(self, key: str) -> float:
        """Give a whole number that is not below zero."""
        found = self.number(key)
        if found < 0 or found != math.floor(found):
            raise CannotAnswer(f"{key} of {self.name} is {found:g}; a count is a whole number that is not below zero.")
        return found

    def within(self, key: str, default: float) -> float:
        """Give a probability strictly between 0 and 1."""
        found = self.number(key, default)
        if not 0 < found < 1:
            raise CannotAnswer(f"{key} is {found:g}; it lies between 0 and 1.")
        return found

    def word(self, key: str, default: str = "") -> str:
        """Give a text."""
        found = self.entries.get(key, default)
        return found if isinstance(found, str) else default

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Give a yes or no."""
        found = self.entries.get(key, default)
        return found if isinstance(found, bool) else default

    def sides(self) -> Sides:
        """Give the alternative of the test."""
        found = self.entries.get("sides", 2)
        known: dict[object, Sides] = {
            2: Sides.BOTH,
            "two-sided": Sides.BOTH,
            "greater": Sides.GREATER,
            "less": Sides.LESS,
        }
        if isinstance(found, str | int | float) and found in known:
            return known[found]
        raise CannotAnswer(f"sides is {json.dumps(found)}; it is 2, greater or less.")

    def has(self, key: str) -> bool:
        """Whether something stands under a key."""
        return self.entries.get(key) is not None

    def _entry(self, key: str) -> object:
        if self.entries.get(key) is None:
            raise CannotAnswer(f"{key} of {self.name} is missing.")
        return self.entries[key]

    def _list(self, key: str) -> Sequence[object]:
        found = self._entry(key)
        if not isinstance(found, list):
            raise CannotAnswer(f"{key} of {self.name} is not a list.")
        return found


def as_part(name: str, found: object) -> Part:
    """Give an object under its name."""
    if not isinstance(found, dict):
        raise CannotAnswer(f"{name} is not an object with keys.")
    return Part(name, found)


def plain(value: float) -> float | None:
    """Give a number as JSON can hold it: null for what is not known and for infinity."""
    return float(value) if math.isfinite(value) else None


def plain_list(values: Sequence[float]) -> list[Value]:
    """Give numbers as JSON can hold them."""
    return [plain(value) for value in values]


def _number(found: object, name: str) -> float:
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise CannotAnswer(f"{name} is {json.dumps(found, default=str)}; a number is needed.")
    try:
        value = float(found)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise CannotAnswer(f"{name} is not a finite number.")
    return value
