"""One line as a program writes it: taken, or told by its field; what belongs to people is never kept."""

from __future__ import annotations

from typing import Any

import pytest

from services.decisions.lines import BadField, parse_decision, parse_outcome

LINE: dict[str, Any] = {"decision_id": "d1", "timestamp": "2026-11-20T10:00:00Z", "component": "content"}
USER = 4711000815


def hide(text: str) -> str:
    return f"hidden {len(text)}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"propensity": 10**400}, "propensity"),
        ({"propensity": 1e999}, "propensity"),
        ({"cohort": ["treated"]}, "cohort"),
        ({"cohort": {"is": "treated"}}, "cohort"),
        ({"total_ms": 10**400}, "total_ms"),
    ],
)
def test_a_value_of_the_wrong_kind_or_beyond_all_bounds_is_told_by_its_field(changes: dict[str, Any], field: str):
    with pytest.raises(BadField) as bad:
        parse_decision(LINE | changes, hide=hide)
    assert bad.value.field == field


def test_ids_of_people_in_a_context_are_hidden_and_addresses_dropped():
    line = parse_decision(LINE | {"context": {"user_id": USER, "ip": "10.9.8.7", "device": "mobile"}}, hide=hide)
    assert line.context == {"user_id": "hidden 10", "device": "mobile"}


def test_ids_beside_an_outcome_are_no_metrics():
    ids = {"user_id": USER, "session_id": 7, "unit": 3, "action_id": 1, "version": 2, "propensity": 0.5}
    assert parse_outcome(LINE | ids | {"clicks": 2}, "mark").metrics == {"clicks": 2.0}
    with pytest.raises(BadField) as bad:
        parse_outcome(LINE | ids, "mark")
    assert bad.value.field == "metrics"


def test_an_outcome_beyond_all_bounds_is_told_by_its_metric():
    with pytest.raises(BadField) as bad:
        parse_outcome(LINE | {"metrics": {"clicks": 10**400}}, "mark")
    assert bad.value.field == "clicks"


def test_the_words_of_a_request_tell_how_complex_it_is_beside_what_the_program_says():
    asked = {"raw_input": "The dog runs home. It sleeps outside tonight!"}
    assert parse_decision(LINE | asked, hide=hide).details["text_complexity"] == 0.29
    rated = parse_decision(LINE | asked | {"complexity_score": 7}, hide=hide).details
    assert (rated["complexity_score"], rated["text_complexity"]) == (7.0, 0.29)
    assert "text_complexity" not in parse_decision(LINE | {"raw_input": "Hi there"}, hide=hide).details


def test_what_people_wrote_is_kept_without_what_tells_who_they_are() -> None:
    texts = {
        "raw_input": "I am Anna Kowalski, write to anna@example.com",
        "processed_input": "Greet Anna Kowalski at +49 30 901820",
        "output": "Dear Anna Kowalski, thank you",
        "explicit_feedback": "Mail me: anna@example.com",
    }
    details = parse_decision(LINE | texts | {"error": "RenderError", "domain": "greetings"}, hide=hide).details
    kept = " ".join(str(details[name]) for name in texts)
    assert not [word for word in ("Kowalski", "anna@", "901820") if word in kept]
    assert "thank you" in kept
    assert (details["error"], details["domain"]) == ("RenderError", "greetings")
