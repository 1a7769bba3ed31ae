"""Notes of customers: entered, masked, read, corrected, used, answered, merged, removed; on both engines."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from db.engine import Store
from learning.domain.errors import BadOption, NotFound, Refused
from learning.domain.feedback import FeedbackKind, Feeling, Label
from learning.domain.feedback_entries import (
    AGEING_SECONDS,
    EntryLink,
    EntryState,
    FeedbackDraft,
    FeedbackEntry,
    FeedbackSource,
    Labeller,
    LinkKind,
    Relation,
)
from services.brands import add_brand
from services.clock import MovedClock
from services.feedback.attachments import LARGEST, attachment_of
from services.feedback.drafts import DraftKeeper
from services.feedback.entries import FeedbackDesk, Labels
from services.feedback.likeness import most_alike
from services.settings import load_settings
from tests.services.callers import caller


def test_what_was_said_is_kept_masked_read_and_with_its_clock(desk: FeedbackDesk, clock: MovedClock) -> None:
    said = "Maria Lopez says the delivery is too slow, call her on +34 612 345 678"
    draft = FeedbackDraft(said, FeedbackSource.SALES_CALL, about=((LinkKind.CAMPAIGN, "spring"),))
    entry = desk.add(draft, who=caller("ann"))
    assert entry == desk.get(entry.id)
    assert entry.text == "[name] says the delivery is too slow, call her on [phone]"
    assert entry.masked == {"name": 1, "phone": 1}
    assert (entry.feeling, entry.feeling_by, entry.kind) == (Feeling.NEGATIVE, Labeller.MACHINE, FeedbackKind.COMPLAINT)
    assert "delivery" in entry.themes
    assert (entry.state, entry.stopped_at) == (EntryState.NEW, None)
    clock.at += timedelta(hours=19)
    assert entry.waited(int(clock.now().timestamp())) > AGEING_SECONDS
    assert [(link.relation, link.target) for link in entry.links] == [(Relation.ABOUT, "spring")]


def test_the_brand_itself_is_no_person_and_a_theme_may_name_one(
    store: Store, clock: MovedClock, tmp_path: Path
) -> None:
    settings = load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)})
    desk = FeedbackDesk(store, settings, add_brand(store, "Anna Fischer", clock), clock)
    said = "@annafischer the Anna Fischer shop is great, says Sarah Connor"
    entry = desk.add(FeedbackDraft(said, themes=("shop of Sarah Connor",)), who=caller("ann"))
    assert entry.text == "@annafischer the Anna Fischer shop is great, says [name]"
    assert entry.themes == ("shop of [name]",)
    desk.relabel(entry.id, Labels(themes=("Maria Lopez",)), who=caller("ann"))
    assert desk.get(entry.id).themes == ("[name]",)


def test_no_name_stands_in_the_database_without_the_tick_nor_in_clear_with_it(desk: FeedbackDesk, store: Store) -> None:
    desk.add(FeedbackDraft("Regards, Thandolwethu Mkhabela", persona="Sarah Connor"), who=caller("ann"))
    kept = desk.add(FeedbackDraft("Regards, Thandolwethu Mkhabela", keep_names=True), who=caller("ann"))
    with store.connect(writes=False) as connection:
        rows = connection.execute(sql("SELECT * FROM feedback_entry")).all()
        sealed = connection.execute(sql("SELECT * FROM feedback_sealed")).all()
    assert "Mkhabela" not in repr(rows)
    assert "Connor" not in repr(rows)
    assert b"Mkhabela" not in b"".join(bytes(one) for one in sealed[0][1:])
    assert desk.unseal(kept.id) == "Regards, Thandolwethu Mkhabela"


def test_erased_words_are_gone_with_their_key_and_the_note_stays(desk: FeedbackDesk, store: Store) -> None:
    kept = desk.add(FeedbackDraft("Thanks, John Smith", keep_names=True), who=caller("ann"))
    assert not desk.erase_words(kept.id, who=caller()).is_sealed
    with pytest.raises(NotFound):
        desk.unseal(kept.id)
    with pytest.raises(NotFound):
        desk.erase_words(kept.id, who=caller())
    with store.connect(writes=False) as connection:
        assert connection.execute(sql("SELECT count(*) FROM feedback_sealed")).scalar() == 0
    assert desk.get(kept.id).text == "Thanks, [name]"


def test_words_sealed_under_another_master_key_are_refused_in_words(
    desk: FeedbackDesk, store: Store, clock: MovedClock
) -> None:
    kept = desk.add(FeedbackDraft("Thanks, John Smith", keep_names=True), who=caller("ann"))
    other = load_settings({"BELLWETHER_MASTER_KEY": "another key, long enough to be one"})
    with pytest.raises(Refused, match="another key"):
        FeedbackDesk(store, other, add_brand(store, "Own", clock), clock).unseal(kept.id)


def test_what_a_person_says_goes_before_the_machine_and_teaches(desk: FeedbackDesk, store: Store) -> None:
    entry = desk.add(FeedbackDraft("the blorp shone", feeling=Feeling.POSITIVE, themes=("blorps",)), who=caller("ann"))
    assert (entry.feeling, entry.feeling_by, entry.themes) == (Feeling.POSITIVE, Labeller.PERSON, ("blorps",))
    changed = desk.relabel(entry.id, Labels(feeling=Feeling.NEGATIVE, kind=FeedbackKind.IDEA), who=caller("ben"))
    assert (changed.feeling, changed.kind, changed.themes) == (Feeling.NEGATIVE, FeedbackKind.IDEA, ("blorps",))
    assert changed.kind_by is Labeller.PERSON
    with store.read() as work:
        (taught,) = work.feedback_models.list_corrections(entry.brand_id, Label.FEELING)
        (kind,) = work.feedback_models.list_corrections(entry.brand_id, Label.KIND)
        (themes,) = work.feedback_models.list_corrections(entry.brand_id, Label.THEMES)
    assert (taught.text, taught.told, taught.who) == ("the blorp shone", ("negative",), "ben")
    assert (kind.told, themes.told, themes.who) == (("idea",), ("blorps",), "ann")


def test_the_first_use_stops_the_clock_and_later_ones_do_not_move_it(
    desk: FeedbackDesk, store: Store, clock: MovedClock
) -> None:
    entry = desk.add(FeedbackDraft("love the recipes"), who=caller("ann"))

    def use(relation: Relation, kind: LinkKind, target: str) -> FeedbackEntry:
        moment = int(clock.now().timestamp())
        with store.write() as work:
            work.feedback_entries.link(entry, [EntryLink(relation, kind, target, moment)])
            work.feedback_entries.mark_used(entry.brand_id, [entry.id], moment)
            work.commit()
        return desk.get(entry.id)

    clock.at += timedelta(hours=2, minutes=45)
    used = use(Relation.USED_IN, LinkKind.INSIGHT, "7")
    assert (used.state, used.waited(0)) == (EntryState.USED, 9_900)
    clock.at += timedelta(hours=5)
    acted = use(Relation.LED_TO, LinkKind.ACTION, "12")
    assert (acted.state, acted.waited(0)) == (EntryState.ACTED, 9_900)


def test_no_change_because_is_an_end(desk: FeedbackDesk, clock: MovedClock) -> None:
    entry = desk.add(FeedbackDraft("please bring back the old logo"), who=caller("ann"))
    clock.at += timedelta(hours=1)
    answered = desk.answer(entry.id, "the old one is not ours any more", who=caller())
    assert (answered.state, answered.waited(0)) == (EntryState.ANSWERED, 3_600)
    with pytest.raises(Refused, match="answered already"):
        desk.answer(entry.id, "again", who=caller())
    with pytest.raises(BadOption):
        desk.answer(entry.id, "   ", who=caller())


def test_merged_notes_keep_who_asked_and_follow_a_second_merge(desk: FeedbackDesk) -> None:
    one, two, three = (desk.add(FeedbackDraft("too expensive"), who=caller(who)) for who in ("ann", "ben", "cem"))
    desk.merge(one.id, two.id, who=caller())
    desk.merge(two.id, three.id, who=caller())
    assert [(one.who, one.same_as) for one in desk.list_all()] == [("ann", three.id), ("ben", three.id), ("cem", None)]
    with pytest.raises(BadOption):
        desk.merge(three.id, one.id, who=caller())
    with pytest.raises(BadOption):
        desk.merge(three.id, three.id, who=caller())


def test_a_removed_note_takes_everything_with_it(desk: FeedbackDesk, store: Store) -> None:
    entry = desk.add(FeedbackDraft("too slow", about=((LinkKind.TEST, "3"),), keep_names=True), who=caller("ann"))
    copy = desk.add(FeedbackDraft("too slow"), who=caller("ben"))
    desk.merge(copy.id, entry.id, who=caller())
    desk.remove(entry.id, who=caller())
    with store.connect(writes=False) as connection:
        for table in ("feedback_link", "feedback_sealed"):
            assert connection.execute(sql(f"SELECT count(*) FROM {table}")).scalar() == 0  # noqa: S608
    assert desk.get(copy.id).same_as is None
    with pytest.raises(NotFound):
        desk.remove(entry.id, who=caller())


def test_a_note_in_another_language_is_kept_and_said_to_be_unread(desk: FeedbackDesk) -> None:
    entry = desk.add(FeedbackDraft("Der Versand war viel zu langsam und niemand hat geantwortet"), who=caller("ann"))
    assert (entry.language, entry.feeling) == ("de", None)
    assert entry.unread == "only English is read; this is de"


@pytest.mark.parametrize("said", ["", "  \n", "x" * 20_001])
def test_nothing_or_far_too_much_is_refused(said: str, desk: FeedbackDesk) -> None:
    with pytest.raises(BadOption):
        desk.add(FeedbackDraft(said), who=caller("ann"))
    assert desk.list_all() == ()


def test_a_brand_sees_only_its_own(desk: FeedbackDesk, store: Store, clock: MovedClock, tmp_path: Path) -> None:
    entry = desk.add(FeedbackDraft("too slow"), who=caller("ann"))
    settings = load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)})
    other = FeedbackDesk(store, settings, add_brand(store, "Other", clock), clock)
    assert other.list_all() == ()
    with pytest.raises(NotFound):
        other.get(entry.id)


def test_a_picture_is_kept_sealed_and_goes_with_its_note(desk: FeedbackDesk, store: Store) -> None:
    picture = attachment_of("chat with John Smith.png", b"\x89PNG\r\n\x1a\n rest")
    entry = desk.add(FeedbackDraft("see the chat"), who=caller("ann"), attachment=picture)
    kept = desk.attachment(entry.id)
    assert kept is not None
    assert (kept.name, kept.media_type, kept.content) == ("chat with [name].png", "image/png", picture.content)
    with store.connect(writes=False) as connection:
        (row,) = connection.execute(sql("SELECT * FROM feedback_attachment")).all()
    assert b"PNG" not in bytes(row.sealed)
    desk.remove(entry.id, who=caller())
    assert desk.attachment(entry.id) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ"),
        ("a.png", b"no picture"),
        ("a.txt", b"\xff\xfe\0"),
        ("a.txt", b""),
        ("a.txt", b"a" * (LARGEST + 1)),
    ],
)
def test_other_files_and_larger_ones_are_refused_and_nothing_is_stored(
    name: str, content: bytes, desk: FeedbackDesk
) -> None:
    with pytest.raises(BadOption) as refused:
        desk.add(FeedbackDraft("see this"), who=caller("ann"), attachment=attachment_of(name, content))
    assert "at most 2 MB" in refused.value.fix
    assert desk.list_all() == ()


def test_a_draft_waits_sealed_until_it_is_dropped(
    store: Store, clock: MovedClock, desk: FeedbackDesk, tmp_path: Path
) -> None:
    brand_id = desk.add(FeedbackDraft("hello there"), who=caller("ann")).brand_id
    with store.read() as work:
        brand = work.brands.get(brand_id)
    keeper = DraftKeeper(store, load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)}), brand, clock)
    assert keeper.find("ann") == {}
    keeper.keep(caller("ann"), {"text": "Thandolwethu", "themes": ["price"]})
    keeper.keep(caller("ann"), {"text": "Thandolwethu called", "themes": ["price"]})
    assert keeper.find("ann") == {"text": "Thandolwethu called", "themes": ["price"]}
    assert keeper.find("ben") == {}
    with store.connect(writes=False) as connection:
        assert "Thandolwethu" not in repr(connection.execute(sql("SELECT * FROM feedback_draft")).all())
    keeper.drop(caller("ann"))
    assert keeper.find("ann") == {}


def test_merged_notes_can_be_parted_again(desk: FeedbackDesk) -> None:
    one, two = (desk.add(FeedbackDraft("too expensive"), who=caller(who)) for who in ("ann", "ben"))
    desk.merge(one.id, two.id, who=caller())
    assert desk.stand_alone(one.id, who=caller()).same_as is None
    assert [note.same_as for note in desk.list_all()] == [None, None]
    assert [note.id for note in most_alike(one, desk.list_all())] == [two.id]
