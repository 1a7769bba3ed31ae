from __future__ import annotations

from pathlib import Path

import pytest

from learning.domain.errors import BadOption
from services.settings import MEGABYTE, load_settings, settings_environment


def test_without_any_variable_there_is_one_file_below_the_data_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = load_settings({})
    assert settings.database_url == f"sqlite:///{tmp_path / 'data' / 'bellwether.db'}"
    assert (settings.data_dir, settings.access_secret, settings.allowed_hosts) == (tmp_path / "data", None, ())


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_spelling_of_postgres_means_the_driver_that_is_installed(scheme):
    url = load_settings({"DATABASE_URL": f"{scheme}://u:p@db/bellwether"}).database_url
    assert url == "postgresql+psycopg://u:p@db/bellwether"


def test_a_relative_file_is_made_absolute_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_settings({"DATABASE_URL": "sqlite:///some.db"}).database_url == f"sqlite:///{tmp_path / 'some.db'}"


def test_a_child_that_is_handed_the_settings_reads_the_same():
    settings = load_settings(
        {
            "DATABASE_URL": "postgresql://u:p@db/b",
            "BELLWETHER_DATA_DIR": "/srv/bellwether",
            "BELLWETHER_ACCESS_SECRET": "a long enough secret",
            "BELLWETHER_ALLOWED_HOSTS": "a.example, B.example.",
            "BELLWETHER_MASTER_KEY": "another long secret",
            "BELLWETHER_MAX_UPLOAD_MB": "20",
            "BELLWETHER_DEMO": "no",
        }
    )
    assert load_settings(settings_environment(settings)) == settings
    assert (settings.allowed_hosts, settings.upload_limit_bytes) == (("a.example", "b.example"), 20 * MEGABYTE)
    assert settings.data_dir == Path("/srv/bellwether")


def test_no_secret_stands_in_the_text_of_the_settings():
    text = repr(
        load_settings(
            {
                "DATABASE_URL": "postgresql://u:canary-one@db/b",
                "BELLWETHER_ACCESS_SECRET": "canary-two-long",
                "BELLWETHER_MASTER_KEY": "canary-three-long",
            }
        )
    )
    assert "canary" not in text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://u:canary@db/b"),
        ("BELLWETHER_ACCESS_SECRET", "canary"),
        ("BELLWETHER_ALLOWED_HOSTS", "https://a.example"),
        ("BELLWETHER_ALLOWED_HOSTS", "*.example"),
        ("BELLWETHER_MAX_UPLOAD_MB", "0"),
        ("BELLWETHER_MAX_UPLOAD_MB", "lots"),
        ("BELLWETHER_DEMO", "maybe"),
        ("BELLWETHER_SENTENCE_MODEL", "no/such/folder"),
        ("BELLWETHER_SENTENCE_MODEL", "."),
    ],
)
def test_an_unusable_value_is_named_with_what_it_takes_and_without_a_secret(name, value):
    with pytest.raises(BadOption, match=name) as caught:
        load_settings({name: value})
    assert caught.value.fix
    assert "canary" not in caught.value.message


def test_every_variable_is_documented():
    text = (Path(__file__).resolve().parents[2] / "docs" / "running.md").read_text(encoding="utf-8")
    missing = [name for name in settings_environment(load_settings({})) if f"| `{name}` |" not in text]
    assert missing == []
