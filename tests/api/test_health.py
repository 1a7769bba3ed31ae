from __future__ import annotations

import json

import pytest
from sqlalchemy import create_engine, text

from api.application import create_api
from db.schema.head import HEAD
from services.settings import load_settings
from tests.server.asgi import Visitor


def ask(url):
    got = Visitor(create_api(load_settings({"DATABASE_URL": url}))).get("/health")
    return got.status, json.loads(got.body)


def test_a_database_without_our_schema_is_not_fit_for_use(any_empty_database_url):
    assert ask(any_empty_database_url) == (503, {"status": "unavailable", "database": "ok", "schema": "behind"})


def test_a_database_at_the_programs_schema_is(any_empty_database_url):
    engine = create_engine(any_empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
    engine.dispose()
    assert ask(any_empty_database_url) == (200, {"status": "ok", "database": "ok", "schema": "head"})


@pytest.mark.parametrize("kind", ["no server", "no database file"])
def test_a_database_that_does_not_answer_is_named_so_without_an_address(kind, tmp_path):
    path = tmp_path / "broken.db"
    path.write_text("this is no database, and it is longer than a header of one hundred bytes " * 3)
    url = f"sqlite:///{path}" if kind == "no database file" else "postgresql://u:canary@127.0.0.1:1/none"
    status, body = ask(url)
    assert (status, body) == (503, {"status": "unavailable", "database": "unreachable", "schema": "unknown"})


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_there_is_no_documentation_page_that_would_load_from_elsewhere(path):
    assert Visitor(create_api(load_settings({}))).get(path).status == 404
