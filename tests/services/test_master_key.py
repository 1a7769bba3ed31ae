from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from learning.domain.errors import NotServable
from services.master_key import derive_key, load_master_key
from services.settings import load_settings


def test_the_first_start_writes_a_key_that_only_its_owner_reads_and_later_starts_find_it(tmp_path):
    settings = load_settings({"BELLWETHER_DATA_DIR": str(tmp_path / "new")})
    key = load_master_key(settings)
    path = tmp_path / "new" / "secret.key"
    assert (len(key), stat.S_IMODE(path.stat().st_mode)) == (32, 0o600)
    assert load_master_key(settings) == key
    assert [found.name for found in path.parent.iterdir()] == ["secret.key"]


def test_starts_at_the_same_moment_agree_on_one_key(tmp_path):
    settings = load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)})
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: load_master_key(settings), range(32)))) == 1


def test_a_key_from_the_environment_leaves_no_file(tmp_path):
    settings = load_settings({"BELLWETHER_DATA_DIR": str(tmp_path), "BELLWETHER_MASTER_KEY": "from the environment"})
    assert len(load_master_key(settings)) == 32
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["", "zz", "ab" * 31])
def test_a_damaged_key_is_named_and_not_replaced(tmp_path, content):
    path = tmp_path / "secret.key"
    path.write_text(content)
    with pytest.raises(NotServable, match=r"secret\.key"):
        load_master_key(load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)}))
    assert path.read_text() == content


def test_keys_for_two_purposes_differ():
    assert derive_key(b"k", "a") != derive_key(b"k", "b")
