"""A stored original comes back byte for byte, whichever way its parts were packed."""

from __future__ import annotations

import io
import random
import zlib

import pytest

from services.imports import originals
from services.imports.originals import OriginalPacker, unpack_parts


def packed(content: bytes) -> list[bytes]:
    with OriginalPacker(io.BytesIO(content)) as packer:
        return list(packer.rest())


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", random.Random(3).randbytes(5_000), b"2026-07-01,5\n" * 9_000])
def test_an_original_comes_back_as_it_was(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(originals, "PART_BYTES", 10_000)
    parts = packed(content)
    assert len(parts) == -(-len(content) // 10_000)
    assert b"".join(unpack_parts(parts)) == content


def test_text_is_packed_to_a_fraction() -> None:
    content = b"".join(b"post-%05d,2026-07-01 13:00,%d\n" % (n % 120, n) for n in range(20_000))
    assert sum(map(len, packed(content))) < len(content) / 3


def test_parts_of_earlier_versions_are_still_read() -> None:
    old = [zlib.compress(b"a,b\n", 1), zlib.compress(b"1,2\n", 6)]
    assert b"".join(unpack_parts([*old, *packed(b"3,4\n")])) == b"a,b\n1,2\n3,4\n"


def test_a_damaged_part_is_refused_rather_than_cut() -> None:
    [part] = packed(b"2026-07-01,5\n" * 1_000)
    with pytest.raises((OSError, EOFError)):
        list(unpack_parts([part[: len(part) // 2]]))
