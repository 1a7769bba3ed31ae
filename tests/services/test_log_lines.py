from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from services.log_lines import configure_logging, logged_with
from services.operations import track_operation
from services.settings import Settings, load_settings

log = logging.getLogger("bellwether.test")


@pytest.fixture(autouse=True)
def _own_root() -> Iterator[None]:
    root, own = logging.getLogger(), logging.getLogger("bellwether")
    before = (root.handlers[:], root.level, own.level)
    yield
    root.handlers[:], root.level, own.level = before[0], before[1], before[2]


def settings(kind: str) -> Settings:
    return load_settings({"BELLWETHER_LOG_FORMAT": kind})


def test_json_lines_carry_the_ids_of_what_was_under_way(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(settings("json"), "worker")
    with logged_with(run="analyses@7"), track_operation("jobs", "analyses"):
        log.info("a message with %s", "words")
    log.warning("later")
    first, second = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert first["message"] == "a message with words"
    assert (first["level"], first["process"], first["run"]) == ("info", "worker", "analyses@7")
    assert len(first["operation"]) == 12
    assert "run" not in second


def test_an_exception_is_one_line_of_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(settings("json"), "worker")
    try:
        int("broken\nin two lines")
    except ValueError:
        log.exception("it failed")
    (line,) = capsys.readouterr().err.splitlines()
    assert "broken" in json.loads(line)["exception"]


def test_text_lines_end_with_the_ids_and_libraries_stay_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(settings("text"), "dashboard")
    with logged_with(request="abc"):
        log.info("a page was drawn")
        logging.getLogger("some.library").info("chatter")
    told = capsys.readouterr().err
    assert told.rstrip().endswith("dashboard bellwether.test: a page was drawn request=abc")
    assert "chatter" not in told
