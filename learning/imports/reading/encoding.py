"""Which encoding the bytes of a text are in."""

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from learning.imports.reading.code_pages import WESTERN, latin_page, script_page

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EAST_ASIAN: Final = {
    "cp932": re.compile("[\u3040-\u30ff\u4e00-\u9fff\uff01-\uff9f\u3000-\u303f]"),
    "cp949": re.compile("[\uac00-\ud7a3\u3130-\u318f]"),
    "gb18030": re.compile("[\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e]"),
    "big5": re.compile("[\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e]"),
}
"""Codec -> the characters that text in it is made of, apart from ASCII."""
_ALIASES: Final = {
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
    "shift_jisx0213": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5hkscs": "big5",
    "cp950": "big5",
}
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_HIGH_ALONE: Final = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

ERRORS: Final = "bellwether-western"
"""Name of the error handler that reads bytes outside the verdict as cp1252: a head of plain ASCII decides nothing."""


def encoding_of(head: bytes) -> tuple[str, int]:
    """Judge the encoding of a text.

    Args:
        head: The first bytes of the file; a character cut at its end is no evidence.

    Returns:
        The codec's name and the length of the byte order mark, in bytes.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, len(mark)
    wide = _wide_encoding(head)
    if wide is not None:
        return wide, 0
    if _HIGH.search(head) is None or _decodes(head, "utf-8"):
        return "utf-8", 0
    if _is_damaged_utf8(head):
        return "utf-8", 0
    return script_page(head) or _east_asian(head) or latin_page(head), 0


def decode_head(head: bytes, encoding: str, mark: int) -> str:
    """Decode the beginning of a file for a look at it.

    Args:
        head: The first bytes of the file.
        encoding: The codec's name, of `encoding_of`.
        mark: Length of the byte order mark in bytes.

    Returns:
        The text, without a character cut at its end, and without the mark.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors=ERRORS)
    return decoder.decode(head[mark:]).lstrip("\ufeff")


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark shows in its zero bytes: nearly all at odd places (little endian) or at even ones."""
    part = head[: len(head) // 2 * 2][:65536]
    even, odd = part[0::2].count(0), part[1::2].count(0)
    if max(even, odd) * 10 < len(part) // 2 or max(even, odd) < 8 * (min(even, odd) + 1):
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    return name if _decodes(part, name) else None


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(head: bytes) -> bool:
    """Mostly whole UTF-8 sequences with a few broken bytes between them."""
    high = len(_HIGH.findall(head))
    whole = sum(len(match) for match in _MULTIBYTE.findall(head))
    return whole >= 0.8 * high and whole >= 4


def _east_asian(head: bytes) -> str | None:
    """A double-byte codec, where the detector names it and the decoded text looks like that script.

    Western text has its high bytes one by one between letters; double-byte text has them in runs.
    """
    high = len(_HIGH.findall(head))
    if len(_HIGH_ALONE.findall(head)) > 0.5 * high:
        return None
    best = from_bytes(head[:32768], cp_isolation=[*_EAST_ASIAN, WESTERN], threshold=0.2).best()
    if best is None:
        return None
    name = _ALIASES.get(best.encoding, best.encoding)
    script = _EAST_ASIAN.get(name)
    if script is None or not _decodes(head, name):
        return None
    text = codecs.getincrementaldecoder(name)("strict").decode(head)
    foreign = [character for character in text if character > "\x7f"]
    fitting = len(script.findall(text))
    return name if foreign and fitting >= 0.9 * len(foreign) else None


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that the codec refuses as cp1252, or as latin-1 where that has no character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    characters = []
    for byte in error.object[error.start : error.end]:
        raw = bytes([byte])
        try:
            characters.append(raw.decode(WESTERN))
        except UnicodeDecodeError:
            characters.append(raw.decode("latin-1"))
    return "".join(characters), error.end


codecs.register_error(ERRORS, _as_western)
