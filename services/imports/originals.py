"""The original of each import: packed in a second thread while the rows are read, unpacked for download and redo."""

from __future__ import annotations

import queue
import threading
import zlib
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import BinaryIO, Final, Self

import pyarrow as pa

PART_BYTES: Final = 4_194_304
CODEC: Final = "zstd"
"""Text packs about five times; zlib packs no better and takes twice the time."""
MARK: Final = b"\x28\xb5\x2f\xfd"
"""How every part of this codec begins (RFC 8878, section 3.1.1); others are of zlib, as all parts once were."""
LEVEL: Final = 1
WAITING_PARTS: Final = 4


class OriginalPacker:
    """Packs a file part by part beside the import; the importing thread takes the parts and stores them."""

    def __init__(self, stream: BinaryIO) -> None:
        """Take a stream of the file; it is closed at the end."""
        self._stream = stream
        self._parts: queue.Queue[bytes | BaseException | None] = queue.Queue(WAITING_PARTS)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._pack, name="pack-original", daemon=True)
        self._done = False

    def __enter__(self) -> Self:
        """Begin packing."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop packing, whatever is left."""
        self._stop.set()
        while self._thread.is_alive():
            self._drop()
            self._thread.join(0.02)
        self._stream.close()

    def ready(self) -> Iterator[bytes]:
        """Give the parts that are packed by now, without waiting."""
        while not self._done:
            try:
                part = self._parts.get_nowait()
            except queue.Empty:
                return
            yield from self._deliver(part)

    def rest(self) -> Iterator[bytes]:
        """Give the parts that are left, waiting for them."""
        while not self._done:
            yield from self._deliver(self._parts.get())

    def _deliver(self, part: bytes | BaseException | None) -> Iterator[bytes]:
        if isinstance(part, BaseException):
            self._done = True
            raise part
        if part is None:
            self._done = True
        else:
            yield part

    def _pack(self) -> None:
        try:
            self._stream.seek(0)
            codec = pa.Codec(CODEC, compression_level=LEVEL)
            while not self._stop.is_set() and (block := self._stream.read(PART_BYTES)):
                self._put(codec.compress(block, asbytes=True))
            self._put(None)
        except Exception as error:  # noqa: BLE001 - handed to the importing thread, which raises it
            self._put(error)

    def _put(self, part: bytes | BaseException | None) -> None:
        while not self._stop.is_set():
            try:
                self._parts.put(part, timeout=0.1)
            except queue.Full:
                continue
            return

    def _drop(self) -> None:
        try:
            self._parts.get_nowait()
        except queue.Empty:
            return


def unpack_parts(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Give the bytes of a stored original, part by part."""
    for part in parts:
        yield _unpack(part) if part.startswith(MARK) else zlib.decompress(part)


def _unpack(part: bytes) -> bytes:
    with pa.input_stream(pa.BufferReader(part), compression=CODEC) as stream:
        return bytes(stream.read())
