import numpy as np

from db.importing.seen import SeenKeys, hash_keys


def test_only_the_keys_that_were_added_are_known() -> None:
    keys = np.array([[place % 50, place // 50, 3] for place in range(1_000)], dtype=np.int64)
    hashes = hash_keys(keys)
    assert len(np.unique(hashes)) == 1_000
    seen = SeenKeys()
    for first in range(0, 600, 100):
        assert not seen.contain(hashes[first : first + 100]).any()
        seen.add(hashes[first : first + 100])
    assert seen.contain(hashes).tolist() == [True] * 600 + [False] * 400


def test_keys_with_their_columns_exchanged_are_other_keys() -> None:
    hashes = hash_keys(np.array([[1, 2], [2, 1], [0, 3], [-1, 4]], dtype=np.int64))
    assert len(set(hashes.tolist())) == 4


def test_nothing_is_known_of_no_keys() -> None:
    seen = SeenKeys()
    seen.add(np.empty(0, dtype=np.uint64))
    assert seen.contain(np.array([1], dtype=np.uint64)).tolist() == [False]
