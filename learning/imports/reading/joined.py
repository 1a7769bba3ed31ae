"""Some bytes and the rest of a stream behind them, as one stream."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class JoinedStream(io.RawIOBase):
    """Reads a beginning that is held in memory, then another stream from an offset; the other stream stays open."""

    def __init__(self, beginning: bytes, rest: BinaryIO, offset: int) -> None:
        """Stand at the start of the beginning."""
        super().__init__()
        self._beginning = beginning
        self._rest = rest
        self._offset = offset
        self._place = 0

    def readable(self) -> bool:
        """Whether it can be read: yes."""
        return True

    def seekable(self) -> bool:
        """Whether it can go back: yes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, counted from the start or from here."""
        self._place = offset + (self._place if whence == io.SEEK_CUR else 0)
        return self._place

    def tell(self) -> int:
        """Return the place."""
        return self._place

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer as far as one of the two parts goes."""
        view = memoryview(buffer).cast("B")
        left = len(self._beginning) - self._place
        if left > 0:
            part = self._beginning[self._place : self._place + len(view)]
        else:
            self._rest.seek(self._offset - left)
            part = self._rest.read(len(view))
        view[: len(part)] = part
        self._place += len(part)
        return len(part)
