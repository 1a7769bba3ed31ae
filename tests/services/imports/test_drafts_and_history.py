"""Half-done uploads survive a reload; the history keeps what a person may ask for later."""

from __future__ import annotations

import io
from datetime import date

import pytest

from learning.domain.enums import QuestionKey
from learning.domain.errors import FileTooLarge, NotFound
from learning.domain.imports import ImportOptions
from services.imports.drafts import DraftService, Upload
from services.settings import load_settings
from tests.services.callers import caller
from tests.services.imports.test_importing import POSTS
from tests.services.imports.workshop import Workshop


def upload(name: str = "posts.csv", content: bytes = POSTS.encode()) -> Upload:
    return Upload(name, io.BytesIO(content))


def test_a_draft_is_found_again_with_its_files_and_choices(workshop: Workshop) -> None:
    draft = workshop.drafts.start(workshop.brand.id, caller("ada"), [upload(), upload("../../evil.csv")])
    chosen = ImportOptions(template="x_content", answers={QuestionKey.YEAR: "2026"})
    workshop.drafts.update(draft, options=chosen, step="preview")
    found = workshop.drafts.get(draft.token, brand_id=workshop.brand.id, who="ada")
    assert [file.name for file in found.files] == ["posts.csv", "evil.csv"]
    assert found.files[0].path.read_text() == POSTS
    assert all(workshop.settings.data_dir in file.path.parents for file in found.files)
    assert (found.options.template, found.options.answers, found.step) == ("x_content", chosen.answers, "preview")
    assert [each.token for each in workshop.drafts.list_of(workshop.brand.id, "ada")] == [draft.token]


def test_a_draft_is_nobody_elses_and_expires(workshop: Workshop) -> None:
    draft = workshop.drafts.start(workshop.brand.id, caller("ada"), [upload()])
    for brand, who in ((workshop.brand.id, "bob"), (workshop.brand.id + 1, "ada")):
        with pytest.raises(NotFound):
            workshop.drafts.get(draft.token, brand_id=brand, who=who)
    workshop.clock.wait(days=8)
    assert workshop.drafts.find(draft.token, brand_id=workshop.brand.id, who="ada") is None


def test_a_token_that_is_a_path_reaches_no_files(workshop: Workshop) -> None:
    kept = workshop.file("data/uploads/../precious.txt", "x")
    workshop.drafts.remove("../precious.txt")
    assert kept.exists()
    assert workshop.drafts.find("..", brand_id=workshop.brand.id, who="ada") is None


def test_an_upload_beyond_the_cap_leaves_nothing_behind(workshop: Workshop) -> None:
    small = load_settings({"BELLWETHER_DATA_DIR": str(workshop.settings.data_dir), "BELLWETHER_MAX_UPLOAD_MB": "1"})
    drafts = DraftService(workshop.store, small, workshop.clock)
    with pytest.raises(FileTooLarge):
        drafts.start(workshop.brand.id, caller("ada"), [upload(), upload("big.csv", bytes(1_500_000))])
    assert list((workshop.settings.data_dir / "uploads").iterdir()) == []


def test_removing_a_draft_removes_its_files(workshop: Workshop) -> None:
    draft = workshop.drafts.start(workshop.brand.id, caller("ada"), [upload()])
    workshop.drafts.remove(draft.token)
    assert not draft.files[0].path.exists()
    assert workshop.drafts.list_of(workshop.brand.id, "ada") == ()


def test_the_history_knows_who_when_what_and_gives_the_original_back(workshop: Workshop) -> None:
    broken = POSTS.replace(",1000,10,", ",=many,10,")
    [report] = workshop.commit(workshop.file("posts.csv", broken))
    [entry] = workshop.history.list_entries(workshop.brand.id)
    assert (entry.batch.file, entry.batch.who, entry.imported_at) == ("posts.csv", "ada", workshop.clock.at)
    assert entry.tables[0].template == "x_content"
    assert entry.tables[0].outcomes == report.tables[0].outcomes
    assert b"".join(workshop.history.read_original(entry.batch.id)) == broken.encode()
    lines = workshop.history.error_file(entry.batch.id).decode("utf-8-sig").splitlines()
    assert lines[1].startswith('"2","Impressions","\'=many"')
    workshop.undo(entry.batch.id)
    assert workshop.history.get_entry(entry.batch.id).undone
    with pytest.raises(NotFound):
        workshop.history.get_entry(entry.batch.id, brand_id=workshop.brand.id + 1)


def test_sources_tell_how_old_they_are(workshop: Workshop) -> None:
    workshop.commit(workshop.file("posts.csv", POSTS))
    [source] = workshop.history.list_sources(workshop.brand.id, date(2026, 7, 25))
    assert (source.platform, source.last_day, source.days_old, source.stale) == ("x", date(2026, 7, 15), 10, True)
