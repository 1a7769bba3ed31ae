"""The same import on SQLite and on Postgres."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from tests.services.imports.test_importing import LATER, POSTS
from tests.services.imports.workshop import open_workshop


def test_an_import_a_newer_one_and_their_undo_end_where_they_began(any_database_url: str, tmp_path: Path) -> None:
    with open_workshop(tmp_path, any_database_url) as workshop:
        [first] = workshop.commit(workshop.file("posts.csv", POSTS))
        began = workshop.facts()
        workshop.clock.wait(days=1)
        [later] = workshop.commit(workshop.file("later.csv", LATER))
        assert workshop.sum_of("impressions") == 3340
        workshop.undo(str(later.batch_id))
        assert workshop.facts() == began
        workshop.undo(str(first.batch_id))
        assert workshop.facts() == {}
        workshop.redo(str(first.batch_id))
        assert workshop.sum_of("impressions") == 3000
        assert workshop.history.get_entry(str(first.batch_id)).batch.checksum


def test_the_files_of_a_zip_are_batches_of_their_own(any_database_url: str, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Totals.csv", "Date,Views\n2026-06-01,5\n2026-06-02,7\n")
        archive.writestr(
            "Table data.csv",
            "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,Impressions\n"
            "Total,,,,12,1.5,1,90\n"
            '-abc,First,"Jun 1, 2026",9,12,1.5,1,90\n',
        )
    with open_workshop(tmp_path, any_database_url) as workshop:
        reports = workshop.commit(workshop.file("Content 2026-06-01_2026-06-02 Channel.zip", buffer.getvalue()))
        assert [(report.file, report.error) for report in reports] == [("Totals.csv", None), ("Table data.csv", None)]
        assert len({report.batch_id for report in reports}) == 2
        assert [report.tables[0].totals["views"] for report in reports] == [12, 12]
