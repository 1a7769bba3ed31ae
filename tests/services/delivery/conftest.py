from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from learning.domain.channels import Channel, MailRoute, MailSecurity
from services.bootstrap import Services, open_services
from services.brands import add_brand
from services.delivery.channels import HookDraft, MailDraft, add_channel
from services.schema import migrate
from services.settings import load_settings
from tests.services.callers import caller
from tests.services.delivery.sinks import HttpSink, MailSink, running

MASTER_KEY = "a key for these tests"


class Watch:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def forward(self, seconds: int) -> None:
        self.moment += timedelta(seconds=seconds)


class Post:
    """A brand with the services that send its messages."""

    def __init__(self, services: Services, brand_id: int, watch: Watch) -> None:
        self.services = services
        self.brand_id = brand_id
        self.watch = watch

    def hook(self, address: str, name: str = "hook") -> Channel:
        return self._add(HookDraft(name, address))

    def mail(self, port: int, name: str = "mail", password: str = "", security=MailSecurity.NONE) -> Channel:
        route = MailRoute("127.0.0.1", "b@acme.example", ("ann@acme.example",), port, security)
        route = replace(route, user="ann") if password else route
        return self._add(MailDraft(name, route, password))

    def _add(self, draft: HookDraft | MailDraft) -> Channel:
        own = self.services
        return add_channel(own.store, own.settings, self.brand_id, draft, who=caller("ann"), now=self.watch.now())


@pytest.fixture
def any_post(any_database_url: str, tmp_path: Path) -> Iterator[Post]:
    yield from _post(any_database_url, tmp_path)


@pytest.fixture
def post(sqlite_url: str, tmp_path: Path) -> Iterator[Post]:
    yield from _post(sqlite_url, tmp_path)


def _post(url: str, folder: Path) -> Iterator[Post]:
    migrate(url, backup_dir=folder)
    watch = Watch()
    environment = {"DATABASE_URL": url, "BELLWETHER_DATA_DIR": str(folder), "BELLWETHER_MASTER_KEY": MASTER_KEY}
    settings = load_settings(environment | {"BELLWETHER_SECRET_HOOK": "http://127.0.0.1:9/from-the-environment"})
    services = open_services(settings, watch)
    yield Post(services, add_brand(services.store, "Acme", watch).id, watch)
    services.close()


@pytest.fixture
def http_sink() -> Iterator[HttpSink]:
    with running(HttpSink()) as sink:
        yield sink


@pytest.fixture
def mail_sink() -> Iterator[MailSink]:
    with running(MailSink()) as sink:
        yield sink
