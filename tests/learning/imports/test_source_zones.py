"""A file that names its time zone is read in it; nothing else that looks like a zone counts."""

import pytest

from learning.domain.enums import QuestionKey
from tests.learning.imports.table_making import context, plan, table

POST = "1 | 03/27/2026 06:08 | 100 | 5"


@pytest.mark.parametrize(
    ("header", "preamble", "zone"),
    [
        ("Publish time (PST)", [], "Etc/GMT+8"),
        ("Publish time (UTC)", [], "UTC"),
        ("Veröffentlichungszeitpunkt (CEST)", [], "Etc/GMT-2"),
        ("Publish time", ["All times UTC"], "UTC"),
        ("Publish time", ["Time zone: (GMT+01:00) Berlin"], "Etc/GMT-1"),
        ("Publish time", ["Zeitzone: Asia/Tokyo"], "Asia/Tokyo"),
        ("Publish time", [], "Europe/Berlin"),
        ("Publish time", ["Campaign EST launch"], "Europe/Berlin"),
        ("Publish time (local)", [], "Europe/Berlin"),
    ],
)
def test_the_zone_of_a_file_is_the_one_that_it_names(header: str, preamble: list[str], zone: str) -> None:
    found = plan(table(f"Post ID | {header} | Impressions | Likes", POST, preamble=preamble))
    assert found.settings.time_zone == zone
    assert any("as the file says" in note for note in found.notes) is (zone != "Europe/Berlin")


def test_an_answer_outranks_what_the_file_says() -> None:
    head = table("Post ID | Publish time (PST) | Impressions | Likes", POST)
    answered = context(answers={QuestionKey.TIME_ZONE: "Asia/Tokyo"})
    assert plan(head, answered).settings.time_zone == "Asia/Tokyo"
