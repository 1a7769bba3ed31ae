from __future__ import annotations

from dataclasses import replace

import pytest

from db.engine import Store
from db.repositories.drafts import ImportDraft
from learning.domain.annotations import Annotation
from learning.domain.batches import BatchStatus
from learning.domain.enums import Outcome
from learning.domain.errors import BadOption, NotFound, Refused
from learning.domain.facts import Fact
from learning.domain.observations import ContentRecord
from tests.db.world import DAILY, LIFETIME, Part, Row, add_brand, import_parts, redo, state_of, undo

PART = Part(DAILY, (Row(start=3, facts=((Fact.LIKES, 1),)),))


def test_a_brand_is_found_by_name_and_goes_with_all_that_it_holds(store: Store) -> None:
    kept, gone = add_brand(store, "kept"), add_brand(store, "gone")
    for brand_id in (kept, gone):
        import_parts(store, brand_id, "a", [PART])
    before = state_of(store, kept)
    with store.write() as work:
        found = work.brands.find_named("gone")
        assert found is not None
        work.brands.remove(found.id)
        work.commit()
    with store.read() as work:
        assert [brand.name for brand in work.brands.list_all()] == ["kept"]
        with pytest.raises(NotFound):
            work.brands.get(gone)
    assert state_of(store, kept) == before
    assert not any(state_of(store, gone).values())


def test_a_setting_raises_the_version_of_its_brand(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        work.settings.put(brand_id, "minimum_exposure", "100")
        work.settings.put(brand_id, "minimum_exposure", "200")
        assert work.settings.find(brand_id, "minimum_exposure") == "200"
        assert work.settings.list_all(brand_id) == {"minimum_exposure": "200"}
        assert work.brands.get(brand_id).settings_version == 2


def test_a_mapping_is_remembered_for_the_person_and_for_the_brand(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        work.mappings.remember(brand_id, "ann", "h", {"Aufrufe": "views"}, updated_at=1)
        work.mappings.remember(brand_id, "bob", "h", {"Aufrufe": "impressions"}, updated_at=2)
        assert work.mappings.find(brand_id, "ann", "h") == {"Aufrufe": "views"}
        assert work.mappings.find(brand_id, "eve", "h") == {"Aufrufe": "impressions"}
        assert work.mappings.forget(brand_id, "ann") == 1
        assert work.mappings.find(brand_id, "ann", "h") == {"Aufrufe": "impressions"}
        assert work.mappings.find(brand_id, "ann", "other") is None


def test_a_draft_is_kept_until_it_expires(store: Store) -> None:
    brand_id = add_brand(store, "B")
    draft = ImportDraft("t", brand_id, "ann", "{}", 1, 100)
    with store.write() as work:
        work.drafts.save(draft)
        work.drafts.save(replace(draft, state='{"step": 2}'))
        assert work.drafts.get("t").state == '{"step": 2}'
        assert [found.token for found in work.drafts.list_of(brand_id, "ann")] == ["t"]
        assert work.drafts.remove_expired(99) == ()
        assert work.drafts.remove_expired(100) == ("t",)
        with pytest.raises(NotFound):
            work.drafts.get("t")


def test_notes_are_seen_where_they_touch_the_range_and_private_ones_by_their_author(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        shared = work.annotations.add(Annotation(brand_id, 10, 12, "Black Friday", "ann", 1, tags=("b", "a")))
        own = work.annotations.add(Annotation(brand_id, 11, 11, "mine", "ann", 1, shared=False))
        assert work.annotations.list_between(brand_id, 12, 20) == [replace(shared, tags=("a", "b"))]
        assert own in work.annotations.list_between(brand_id, 11, 11, who="ann")
        assert work.annotations.list_between(brand_id, 13, 20, who="ann") == []
        assert work.brands.get(brand_id).notes_version == 2
        work.annotations.remove(brand_id, shared.id)
        with pytest.raises(NotFound):
            work.annotations.remove(brand_id, shared.id)


def test_the_history_names_every_batch_and_a_note_about_a_batch_goes_with_it(store: Store) -> None:
    brand_id = add_brand(store, "B")
    batch_id, _ = import_parts(store, brand_id, "a", [PART])
    with store.write() as work:
        work.annotations.add(Annotation(brand_id, 3, 3, "Import: X", "ann", 1, source=batch_id))
        work.commit()
    assert undo(store, batch_id) == undo(store, batch_id) == (1, 0)
    with store.read() as work:
        record = work.batches.get(batch_id)
        assert (record.status, record.import_order, record.outcomes[Outcome.ADDED]) == (BatchStatus.UNDONE, None, 1)
        assert work.annotations.list_between(brand_id, 0, 9) == []
        assert work.batches.list_of(brand_id, status=BatchStatus.LIVE) == []
        with pytest.raises(NotFound):
            work.batches.get("none")
        version = work.brands.get(brand_id).data_version
    redo(store, batch_id, [PART])
    with store.read() as work:
        assert work.batches.get(batch_id).status is BatchStatus.LIVE
        assert work.brands.get(brand_id).data_version == version + 1


def test_a_batch_whose_file_was_imported_again_is_not_redone(store: Store) -> None:
    brand_id = add_brand(store, "B")
    first, _ = import_parts(store, brand_id, "a", [PART])
    undo(store, first)
    second, _ = import_parts(store, brand_id, "a", [PART])
    assert second != first
    with store.write() as work, pytest.raises(Refused):
        work.importing.restart(first, now=1)


def test_an_edit_by_hand_outranks_every_file_and_survives_an_undo(store: Store) -> None:
    brand_id = add_brand(store, "B")
    post = ContentRecord("me", "1", topic="food", published_day=3)
    part = Part(LIFETIME, (Row(post, facts=((Fact.LIKES, 1),)),))
    batch_id, _ = import_parts(store, brand_id, "a", [part])
    with store.write() as work:
        found = work.contents.find(brand_id, "x", "me", "1")
        assert found is not None
        edited = work.contents.update_attribute(found.id, "topic", "travel", who="ann", edited_at=1)
        assert edited.record.topic == "travel"
        with pytest.raises(BadOption):
            work.contents.update_attribute(found.id, "external_id", "9", who="ann", edited_at=1)
        work.commit()
    newer = Part(LIFETIME, (Row(replace(post, topic="cars"), facts=((Fact.LIKES, 2),)),))
    import_parts(store, brand_id, "b", [newer], captured_at=900)
    undo(store, batch_id)
    with store.write() as work:
        assert work.contents.get(found.id).record.topic == "travel"
        assert work.contents.remove_edit(found.id, "topic").record.topic == "cars"
        assert work.contents.list_accounts(brand_id) == [("x", "me")]
