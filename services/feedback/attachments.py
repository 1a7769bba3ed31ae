"""Pictures and texts that come with a note: what is kept, and how large it may be."""

from __future__ import annotations

from typing import Final

from learning.domain.errors import BadOption
from learning.domain.feedback_entries import Attachment

LARGEST: Final = 2 * 1024 * 1024
LONGEST_NAME: Final = 200
ENDINGS: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "txt": "text/plain",
    "md": "text/plain",
}
_SIGNS: Final = {"image/png": (b"\x89PNG\r\n\x1a\n",), "image/jpeg": (b"\xff\xd8\xff",), "image/webp": (b"RIFF",)}
_WANTED: Final = f"a picture or a text ({', '.join(ENDINGS)}) of at most {LARGEST // 1024**2} MB"


def attachment_of(name: str, content: bytes) -> Attachment:
    """Tell by its name what something is.

    Raises:
        BadOption: It is none that is kept.
    """
    media_type = ENDINGS.get(name.rpartition(".")[2].casefold())
    if media_type is None:
        raise BadOption("attachment", name[:40], _WANTED)
    return Attachment(name[-LONGEST_NAME:], media_type, content)


def check_attachment(attachment: Attachment) -> None:
    """Refuse what is empty, too large, or not what its name says.

    Raises:
        BadOption: With what it takes.
    """
    content, media_type = attachment.content, attachment.media_type
    if not 0 < len(content) <= LARGEST:
        raise BadOption("attachment", f"{attachment.name[:40]}, {len(content):,} bytes", _WANTED)
    if media_type in _SIGNS:
        fits = content.startswith(_SIGNS[media_type])
    else:
        fits = b"\0" not in content and _is_text(content)
    if not fits:
        raise BadOption("attachment", attachment.name[:40], f"{_WANTED}, and what its name says")


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
