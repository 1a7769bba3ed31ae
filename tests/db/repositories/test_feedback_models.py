"""Corrections and model versions in the store, on both engines."""

from __future__ import annotations

import pytest

from db.engine import Store
from db.repositories.version_shelf import KEPT
from learning.domain.errors import NotFound
from learning.domain.feedback import Correction, Feeling, Label, ModelVersion


@pytest.fixture
def brand_id(store: Store) -> int:
    return add_brand(store, "Own")


def add_brand(store: Store, name: str) -> int:
    with store.write() as work:
        brand = work.brands.add(name, time_zone="UTC", created_at=1)
        work.commit()
    return brand.id


def correction(words: str, feeling: Feeling) -> Correction:
    return Correction(digest=words, text=words, label=Label.FEELING, told=(feeling.value,), who="ann", at=1_000)


def version(*, live: bool, packed: bytes | None = b"model") -> ModelVersion:
    return ModelVersion(
        Label.FEELING, 0, 1_000, "ann", 7, 60, 60, 0.7, 0.5, 0.01, "better", live, packed if live else None
    )


def test_the_newest_correction_of_the_same_words_stands_with_a_new_number(store: Store, brand_id: int) -> None:
    with store.write() as work:
        first = work.feedback_models.correct(
            brand_id, [correction("a", Feeling.POSITIVE), correction("b", Feeling.MIXED)]
        )
        again = work.feedback_models.correct(
            brand_id, [correction("a", Feeling.NEGATIVE), correction("b", Feeling.MIXED)]
        )
        kept = work.feedback_models.list_corrections(brand_id, Label.FEELING)
        work.commit()
    assert (first, again) == (2, 1)
    assert [(one.digest, one.told) for one in kept] == [("b", ("mixed",)), ("a", ("negative",))]
    assert kept[1].number > 2


def test_one_version_is_live_and_ten_are_kept(store: Store, brand_id: int) -> None:
    with store.write() as work:
        for _ in range(KEPT + 2):
            work.feedback_models.add_version(brand_id, version(live=True))
        work.feedback_models.add_version(brand_id, version(live=False))
        work.commit()
    with store.read() as work:
        versions = work.feedback_models.list_versions(brand_id, Label.FEELING)
        live = work.feedback_models.find_live(brand_id)[Label.FEELING]
    assert [one.version for one in versions if one.is_live] == [KEPT + 2]
    assert live.packed == b"model"
    assert sum(one.packed is not None for one in versions) == KEPT


def test_a_version_that_was_let_go_cannot_come_back(store: Store, brand_id: int) -> None:
    with store.write() as work:
        work.feedback_models.add_version(brand_id, version(live=True))
        work.feedback_models.add_version(brand_id, version(live=False))
        work.commit()
    with pytest.raises(NotFound), store.write() as work:
        work.feedback_models.use(brand_id, Label.FEELING, 2)
    with store.read() as work:
        live = work.feedback_models.find_live(brand_id)[Label.FEELING]
    assert live.version == 1


def test_corrections_of_one_brand_are_not_those_of_another(store: Store, brand_id: int) -> None:
    other = add_brand(store, "Other")
    with store.write() as work:
        work.feedback_models.correct(brand_id, [correction("a", Feeling.POSITIVE)])
        found = work.feedback_models.list_corrections(other, Label.FEELING)
    assert found == ()
