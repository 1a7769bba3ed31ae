"""`bellwether post`: one post with what its words tell and the earlier posts that are like it."""

import json
from datetime import date, timedelta

import pytest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from services.cli.main import main
from tests.services.hand_made import Row, make, spec

FIRST = date(2026, 11, 2)
TEXT = "A quick pizza recipe for the whole family, part {}"


@pytest.fixture
def url(sqlite_url: str) -> str:
    rows = [
        Row(
            FIRST + timedelta(days=place),
            {Fact.IMPRESSIONS: 500.0, Fact.LIKES: 10.0 + place},
            content=f"p{place}",
            text=TEXT.format(place),
        )
        for place in range(8)
    ]
    make(sqlite_url).put(spec("x", Basis.LIFETIME, "content"), rows)
    return sqlite_url


def test_a_post_is_told_with_its_words_and_what_is_like_it(capsys: pytest.CaptureFixture[str], url: str) -> None:
    number = 8
    assert main(["post", str(number), "--database", url, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    text = answer["post"]["text"]
    assert text["domain"] == "food"
    assert 0 < text["complexity"] < 1
    assert text["keywords"] == []
    alike = answer["alike"]
    assert alike["compared"] == int(answer["post"]["card"]["external_id"][1:])
    assert alike["rows"][0]["likeness"] > 0.5
    assert alike["rows"][0]["row"]["low"] < alike["rows"][0]["row"]["value"]
    assert main(["post", str(number), "--database", url]) == 0
    assert "subject area: food" in capsys.readouterr().out


def test_a_post_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str], url: str) -> None:
    assert main(["post", "4711", "--database", url, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "not_found"
