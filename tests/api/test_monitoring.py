from __future__ import annotations

from pathlib import Path

from api.application import create_api
from services.server.gate import Gate
from services.server.headers import security_headers
from services.settings import load_settings
from tests.server.asgi import Visitor
from tests.services.hand_made import make


def test_the_page_is_text_that_prometheus_reads(sqlite_url: str, tmp_path: Path) -> None:
    make(sqlite_url).store.close()
    settings = load_settings({"DATABASE_URL": sqlite_url, "BELLWETHER_DATA_DIR": str(tmp_path)})
    got = Visitor(create_api(settings)).get("/metrics")
    assert got.status == 200
    assert (got.header("content-type") or "").startswith("text/plain")
    assert "bellwether_database_up 1.0" in got.body
    assert 'bellwether_job_paused{job="delivery"} 0.0' in got.body


def test_where_a_secret_is_set_nobody_reads_it_without(tmp_path: Path) -> None:
    settings = load_settings(
        {"BELLWETHER_DATA_DIR": str(tmp_path), "BELLWETHER_ACCESS_SECRET": "correct horse battery"}
    )
    got = Visitor(Gate(create_api(settings), settings=settings, headers=security_headers(()))).get("/metrics")
    assert got.status != 200
    assert "bellwether_" not in got.body
