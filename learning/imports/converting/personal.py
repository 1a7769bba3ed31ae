"""Columns that name people: disguised by a keyed hash where they tell rows apart, left out otherwise."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from learning.domain.enums import Role
from learning.domain.imports import BoundColumn, TablePlan
from learning.imports.headers import header_key

_PERSON: Final = (
    "(?:user|customer|client|visitor|member|person|subscriber|contact|lead|recipient|device|cookie|nutzer|kunden?|"
    "usuario|cliente|utilisateur)"
)
_IDS: Final = "(?:pseudo )?(?:id|uuid|guid|key|number|no|nr|hash)"
_ID_HEADER: Final = re.compile(f"(?:{_PERSON} ?{_IDS}|(?:id|uuid) {_PERSON}|uid|cid)")
_DETAILS: Final = (
    "email|e mail|mail|email address|e mail address|correo|courriel|phone|phone number|mobile|mobile number|telephone|"
    "telefon|telefono|ip|ip address|ip adresse|user ?agent|first name|last name|full name|surname|given name|"
    "family name|vorname|nachname|nombre completo|posted by|author name|date of birth|birthday|street|home address"
)
_NAME_HEADER: Final = re.compile(f"(?:{_DETAILS}|{_PERSON} ?(?:name|handle|e ?mail|phone))")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_PHONE: Final = re.compile(r"\+\d[\d ()/.-]{7,17}\d")
_MOSTLY: Final = 0.5
_PROBE: Final = 200
_DIGITS: Final = 20


class Care(StrEnum):
    """What is done with the values of a column."""

    KEEP = "keep"
    DISGUISE = "disguise"
    DROP = "drop"


class PersonalColumns:
    """The columns of one table that name people, judged by header and first values."""

    def __init__(self, plan: TablePlan, secret: bytes) -> None:
        """Judge the headers.

        Args:
            plan: What the table is taken for.
            secret: The brand's secret: who does not have it cannot tell a value from its disguise.
        """
        self._secret = secret
        self._care = {column.index: _care_by_header(column) for column in plan.columns if _is_open(column)}
        self._unseen = {index for index, care in self._care.items() if care is Care.KEEP}
        self._headers = {column.index: column.header for column in plan.columns}

    def clean(self, column: BoundColumn, texts: Sequence[str]) -> list[str]:
        """Return the texts of a column as they may be stored.

        Args:
            column: The column.
            texts: Its distinct values.

        Returns:
            The same texts, their disguises, or blanks.
        """
        if column.index in self._unseen:
            self._unseen.discard(column.index)
            if _names_people(texts):
                self._care[column.index] = Care.DROP if column.role is Role.ATTRIBUTE else Care.DISGUISE
        care = self._care.get(column.index, Care.KEEP)
        if care is Care.KEEP:
            return list(texts)
        if care is Care.DROP:
            return [""] * len(texts)
        return [self._disguise(text) for text in texts]

    def notes(self) -> tuple[str, ...]:
        """Return a sentence for each column that is not stored as it stands."""
        words = {
            Care.DISGUISE: "holds ids of people: it is stored as a keyed hash",
            Care.DROP: "holds personal data: it is not stored",
        }
        return tuple(
            f"Column {self._headers[index]!r} {words[care]}."
            for index, care in self._care.items()
            if care is not Care.KEEP
        )

    def _disguise(self, text: str) -> str:
        if not text:
            return text
        return "p-" + hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def _is_open(column: BoundColumn) -> bool:
    """Whether nobody vouches for the column: fixed attributes such as title and text are what their field says."""
    if column.role in (Role.DIMENSION, Role.CONTENT_ID):
        return True
    return column.role is Role.ATTRIBUTE and column.field.startswith("attribute.")


def _care_by_header(column: BoundColumn) -> Care:
    key = header_key(column.header)
    if _NAME_HEADER.fullmatch(key):
        return Care.DROP if column.role is Role.ATTRIBUTE else Care.DISGUISE
    return Care.DISGUISE if _ID_HEADER.fullmatch(key) else Care.KEEP


def _names_people(texts: Sequence[str]) -> bool:
    filled = [text for text in texts[:_PROBE] if text]
    hits = sum(1 for text in filled if _EMAIL.fullmatch(text) or _PHONE.fullmatch(text))
    return bool(filled) and hits > _MOSTLY * len(filled)
