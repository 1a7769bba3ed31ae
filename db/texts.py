"""Text that both engines can hold, and the canonical form of named values."""

import json
from collections.abc import Iterable


def storable(text: str) -> str:
    """The text without what Postgres cannot hold: NUL and half surrogates become the replacement character."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def storable_or_none(text: str | None) -> str | None:
    """Likewise, where there may be no text."""
    return None if text is None else storable(text)


def pairs_to_text(pairs: Iterable[tuple[str, str]]) -> str:
    """Canonical JSON of (name, value) pairs, sorted by name."""
    ordered = sorted((storable(name), storable(value)) for name, value in pairs)
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))


def pairs_from_text(text: str | None) -> tuple[tuple[str, str], ...]:
    """The pairs of a canonical text; none for no text."""
    return tuple((str(name), str(value)) for name, value in json.loads(text)) if text else ()
