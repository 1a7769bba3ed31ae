"""Which currency a header or a cell names."""

import re
from dataclasses import dataclass
from typing import Final

_CODE_WORDS: Final = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD "
    "HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL "
    "LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR "
    "PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY "
    "TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL"
)
_CODES: Final = frozenset(_CODE_WORDS.split())
"""ISO 4217 alphabetic codes in use (and HRK, which old exports carry)."""

_SIGNS: Final = {
    "\u20ac": ("EUR",),
    "euro": ("EUR",),
    "euros": ("EUR",),
    "\u00a3": ("GBP",),
    "\u20a9": ("KRW",),
    "\uffe6": ("KRW",),
    "\uc6d0": ("KRW",),
    "\u20b9": ("INR",),
    "rs": ("INR", "PKR", "LKR", "NPR"),
    "rs.": ("INR", "PKR", "LKR", "NPR"),
    "\u20ba": ("TRY",),
    "tl": ("TRY",),
    "\u20bd": ("RUB",),
    "\u0440\u0443\u0431.": ("RUB",),
    "\u20b4": ("UAH",),
    "\u20ab": ("VND",),
    "\u0111": ("VND",),
    "\u20aa": ("ILS",),
    "\u0e3f": ("THB",),
    "\u20b1": ("PHP",),
    "\u20a6": ("NGN",),
    "\u20b5": ("GHS",),
    "\u20a1": ("CRC",),
    "\u20b2": ("PYG",),
    "\u20b8": ("KZT",),
    "\u20be": ("GEL",),
    "z\u0142": ("PLN",),
    "k\u010d": ("CZK",),
    "ft": ("HUF",),
    "lei": ("RON",),
    "\u043b\u0432": ("BGN",),
    "\u043b\u0432.": ("BGN",),
    "rp": ("IDR",),
    "rm": ("MYR",),
    "fr.": ("CHF",),
    "sfr.": ("CHF",),
    "r$": ("BRL",),
    "us$": ("USD",),
    "$us": ("USD",),
    "u$s": ("USD",),
    "ca$": ("CAD",),
    "c$": ("CAD",),
    "a$": ("AUD",),
    "au$": ("AUD",),
    "nz$": ("NZD",),
    "hk$": ("HKD",),
    "nt$": ("TWD",),
    "s$": ("SGD",),
    "mx$": ("MXN",),
    "cn\u00a5": ("CNY",),
    "jp\u00a5": ("JPY",),
    "\u5143": ("CNY", "TWD"),
    "\u5186": ("JPY",),
    "s/": ("PEN",),
    "e\u00a3": ("EGP",),
    "\u062c.\u0645.": ("EGP",),
    "\u062f.\u0625.": ("AED",),
    "\u0631.\u0633.": ("SAR",),
    "\u0631.\u0633": ("SAR",),
    "$": ("USD", "CAD", "AUD", "MXN", "ARS", "CLP", "COP", "NZD", "SGD", "HKD"),
    "\uff04": ("USD",),
    "\u00a5": ("JPY", "CNY"),
    "\uffe5": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "kr.": ("DKK", "SEK", "NOK", "ISK"),
    "r": ("ZAR",),
}
_IN_HEADER: Final = re.compile(
    r"[(\[]\s*([^()\[\]]{1,6})\s*[)\]]|(?<![A-Za-z])([A-Z]{3})(?![A-Za-z$])|([A-Za-z]{0,2}[$\u20ac\u00a3\u00a5\u20a9\u20b9\u20ba\u20bd\u20b4\u20ab\u20aa\u0e3f\u20b1\u20a6])"
)
_NOT_IN_HEADERS: Final = frozenset({"ALL", "TOP", "MOP", "CUP", "TRY", "MAD", "R", "FT", "RM", "RS", "LEI", "TL"})
"""Codes and signs that are words of headers, e.g. `Views (All)`, `Length (ft)`; capital TRY and MAD still count."""


@dataclass(frozen=True, slots=True)
class CurrencyMark:
    """A currency as a cell or a header writes it."""

    text: str
    code: str | None
    """ISO 4217 code; None where several currencies share the sign ($, \u00a5, kr)."""
    candidates: tuple[str, ...] = ()
    """The codes that share the sign, likeliest first."""


def currency_mark(text: str) -> CurrencyMark | None:
    """What currency a sign or a code stands for.

    Args:
        text: what stands before or after an amount, e.g. `US$`, `EGP`, `kr`.

    Returns:
        The mark; None where the text is no currency.
    """
    stripped = text.strip()
    upper = stripped.upper()
    if upper in _CODES:
        return CurrencyMark(stripped, upper, (upper,))
    codes = _SIGNS.get(stripped.casefold())
    if codes is None and len(stripped) > 3:
        # 'USD $' and '$ USD': code and sign together, the code decides.
        parts = [part for part in re.split(r"\s+|(?<=[A-Z]{3})(?=\W)|(?<=\W)(?=[A-Z]{3})", stripped) if part]
        named = [part.upper() for part in parts if part.upper() in _CODES]
        if len(parts) == 2 and len(named) == 1:
            return CurrencyMark(stripped, named[0], (named[0],))
    if codes is None:
        return None
    return CurrencyMark(stripped, codes[0] if len(codes) == 1 else None, codes)


def currency_in_header(header: str) -> str | None:
    """The ISO code that a header names.

    Args:
        header: e.g. `Amount spent (EGP)`, `Kosten (\u20ac)`, `Spend in account currency`.

    Returns:
        The code; None where the header names no currency or only a sign that several currencies share.
    """
    for match in _IN_HEADER.finditer(header):
        bracketed, code, sign = match.groups()
        found = currency_mark(bracketed or code or sign)
        if found is None or found.code is None:
            continue
        if found.text.upper() not in _NOT_IN_HEADERS or found.text in ("TRY", "MAD"):
            return found.code
    return None
