"""A changed method is noticed by itself."""

from __future__ import annotations

from pathlib import Path

from services.insights.methods import digest_of, methods_digest


def test_a_change_a_new_name_and_a_new_module_are_other_methods_and_a_compiled_file_is_none(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "gaps.py").write_text("LEAST = 5\n")
    seen = [digest_of(tmp_path)]
    (tmp_path / "inner" / "gaps.pyc").write_bytes(b"compiled")
    assert digest_of(tmp_path) == seen[0]
    (tmp_path / "inner" / "gaps.py").write_text("LEAST = 6\n")
    seen.append(digest_of(tmp_path))
    (tmp_path / "inner" / "gaps.py").rename(tmp_path / "inner" / "holes.py")
    seen.append(digest_of(tmp_path))
    (tmp_path / "trends.py").write_text("")
    seen.append(digest_of(tmp_path))
    assert len(set(seen)) == 4


def test_the_methods_of_a_process_are_read_once_and_found() -> None:
    assert methods_digest() == methods_digest()
    assert methods_digest() != digest_of(Path(__file__).parent)
