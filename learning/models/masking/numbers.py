"""Phone numbers, cards, bank accounts and numbers of a person, told apart from orders, prices, dates and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from learning.domain.feedback import MaskedPart, Personal

_IBAN: Final = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{2,4}){3,8}(?:[ -]?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])"
)
_IBAN_LENGTHS: Final = range(15, 35)
_DIGITS: Final = re.compile(
    r"(?<![\w.,])[+(]?\(?\d[\d ().\-/\u2010-\u2013\u00a0]{4,24}\d(?:\s?(?:ext\.?|x"
    r"|extension)\s?\d{1,6})?(?![\w%])(?![.,]\d)"
)
_SOCIAL: Final = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_OWN_NUMBER: Final = re.compile(
    r"(?:\b(?:ssn|social security|passport|national id|id card|identity card|tax id|nino|nhs|driver'?s "
    r"licen[cs]e|licen[cs]e"
    r"|date of birth|dob|born on)(?: number| no\.?| nr\.?)?(?: is| was|:|#)?\s*#?)([A-Z0-9][A-Z0-9 "
    r"/.\-]{4,16}[A-Z0-9])",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"(?:\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{4}|\d{2}))(?:\s+\d{1,2})?"
    r"|\d{4}\s?[-\u2013/]\s?\d{2,4}"
)
_ORDER_BEFORE: Final = re.compile(
    r"(?:\b(?:order|booking|reservation|confirmation|conf|ticket|tracking|track|invoice|case|ref|reference"
    r"|receipt|serial|sku|item|model"
    r"|flight|version|part|product|code|article|parcel|shipment|policy|claim|incident|request|record|locator"
    r"|voucher|coupon)s?"
    r"\s*(?:number|num|no|nr|id|code|ref)?\s*(?:is|was|:|=|\.)?\s*[#\u2116]?\s*\(?|[#\u2116]\s?)$",
    re.IGNORECASE,
)
_PHONE_BEFORE: Final = re.compile(
    r"\b(?:call(?:ed|ing)?|phone|tel|telephone|mobile|cell|cellphone|fax|text(?:ed)?|ring|dial|whatsapp|sms"
    r"|handy|reach|contact|number|num|no"
    r"|m|t|p|ph)\b\W*(?:(?:me|us|him|her|them|back|is|was|on|at|under|number|my|the|no|nr)\b\W*){0,4}$",
    re.IGNORECASE,
)
_NEAR: Final = 44
_CARD_DIGITS: Final = range(13, 20)
_PHONE_DIGITS: Final = range(7, 16)
_UNSPACED_DIGITS: Final = range(10, 14)


def find_numbers(text: str) -> Iterator[MaskedPart]:
    """Find numbers that belong to a person.

    A card number must satisfy Luhn's check and a bank account the ISO 7064 check of its IBAN. A phone number has 7 to
    15 digits in groups, or ten to thirteen without any, and does not follow a word for an order, a booking or a
    version; after a word for calling, any 7 digits will do. Dates are not numbers of a person unless it says so.
    """
    yield from _found_ibans(text)
    for found in _SOCIAL.finditer(text):
        if not _ORDER_BEFORE.search(text[max(0, found.start() - _NEAR) : found.start()]):
            yield MaskedPart(Personal.NUMBER, found.start(), found.end())
    for found in _OWN_NUMBER.finditer(text):
        if sum(letter.isdigit() for letter in found[1]) >= 5:
            yield MaskedPart(Personal.NUMBER, found.start(1), found.end(1))
    for found in _DIGITS.finditer(text):
        start, end = _trimmed(text, found.start(), found.end())
        kind = _kind_of(text, start, end)
        if kind is not None:
            yield MaskedPart(kind, start, end)


def _found_ibans(text: str) -> Iterator[MaskedPart]:
    for found in _IBAN.finditer(text):
        words = found[0].split(" ")
        for count in range(len(words), 0, -1):
            told = " ".join(words[:count])
            if _is_iban(re.sub(r"[ -]", "", told)):
                yield MaskedPart(Personal.IBAN, found.start(), found.start() + len(told))
                break


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    if text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    return start, end


def _kind_of(text: str, start: int, end: int) -> Personal | None:
    told = text[start:end]
    digits = re.sub(r"\D", "", re.split(r"\s?(?:ext|x)", told, maxsplit=1)[0])
    before = text[max(0, start - _NEAR) : start]
    ordered = _ORDER_BEFORE.search(before) is not None
    if len(digits) in _CARD_DIGITS and _passes_luhn(digits) and digits[0] in "23456" and not ordered:
        return Personal.CARD
    if len(digits) not in _PHONE_DIGITS or _DATE.fullmatch(told.strip()) or ordered:
        return None
    if _PHONE_BEFORE.search(before):
        return Personal.PHONE
    if told[0] in "+(" or told.startswith("00"):
        return Personal.PHONE
    grouped = len(re.findall(r"\d+", told)) > 1
    if grouped:
        return Personal.PHONE if _looks_grouped(told, digits) else None
    return Personal.PHONE if len(digits) in _UNSPACED_DIGITS else None


def _looks_grouped(told: str, digits: str) -> bool:
    """Whether groups of digits read like a phone number: a leading zero or groups of 2 to 8 in one or two signs."""
    groups = re.findall(r"\d+", told)
    if re.fullmatch(r"\d{1,3}(?:[ .]\d{3})+", told) and not digits.startswith("0") and len(digits) != 10:
        return False
    if re.fullmatch(r"\d{5}-\d{4}", told) or (len(digits) < 8 and not re.fullmatch(r"\d{3}[-. ]\d{4}", told)):
        return digits.startswith("0") and len(digits) >= 8
    return max(map(len, groups)) <= 9 and sum(len(group) == 1 for group in groups) <= 2


def _passes_luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_iban(told: str) -> bool:
    if len(told) not in _IBAN_LENGTHS or not told.isalnum():
        return False
    turned = (told[4:] + told[:4]).upper()
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
