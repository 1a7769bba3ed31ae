"""The settings of one process: read once from the environment, then handed to whoever needs them."""

from __future__ import annotations

import functools
import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from learning.domain.errors import BadOption

# As the upload field of the dashboard counts them.
MEGABYTE = 1024 * 1024
DEFAULT_UPLOAD_MEGABYTES = 500
SHORTEST_SECRET = 12
SECRET_PREFIX = "BELLWETHER_SECRET_"  # noqa: S105 - a name, no secret


class LogFormat(StrEnum):
    """How a line of the log is written."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set from outside; secrets never appear in its text."""

    database_url: str = field(repr=False)
    """An SQLAlchemy address; it may hold a password."""
    data_dir: Path
    """Where the default database, the master key and half-done uploads stand; absolute."""
    access_secret: str | None = field(default=None, repr=False)
    """A second lock before the sign-in: what everybody must know before they are asked who they are."""
    metrics_token: str | None = field(default=None, repr=False)
    """What a monitoring system sends to read `/metrics`, where nobody else may without signing in."""
    sign_in: bool = False
    """Whether people have to sign in even on this machine; where others can reach the server they always have to."""
    allowed_hosts: tuple[str, ...] = ()
    """Names, beside this machine's own, under which the server answers; only where people sign in."""
    master_key: str | None = field(default=None, repr=False)
    """The key that signs cookies, where the environment gives one instead of the data folder."""
    upload_limit_bytes: int = DEFAULT_UPLOAD_MEGABYTES * MEGABYTE
    """The largest file that is taken."""
    demo: bool = True
    """Whether the first start loads the demo brand."""
    log_format: LogFormat = LogFormat.TEXT
    sentence_model: str = ""
    """Folder of a sentence model that tells which texts are alike, absolute; '' = words are counted."""
    secrets: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Secrets of channels that the environment holds, by the name after BELLWETHER_SECRET_."""


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings from an environment, by default one SQLite file below `./data`."""
    secret = _secret(environment, "BELLWETHER_ACCESS_SECRET")
    data_dir = Path(environment.get("BELLWETHER_DATA_DIR") or "data").absolute()
    return Settings(
        database_url=database_address(environment.get("DATABASE_URL") or f"sqlite:///{data_dir / 'bellwether.db'}"),
        data_dir=data_dir,
        access_secret=secret,
        metrics_token=_secret(environment, "BELLWETHER_METRICS_TOKEN"),
        sign_in=secret is not None or _switch(environment, "BELLWETHER_SIGN_IN", default=False),
        allowed_hosts=_hosts(environment.get("BELLWETHER_ALLOWED_HOSTS", "")),
        master_key=_secret(environment, "BELLWETHER_MASTER_KEY"),
        upload_limit_bytes=_megabytes(environment, "BELLWETHER_MAX_UPLOAD_MB"),
        demo=_switch(environment, "BELLWETHER_DEMO", default=True),
        log_format=_log_format(environment),
        sentence_model=_sentence_model(environment),
        secrets=_channel_secrets(environment),
    )


def current_settings() -> Settings:
    """Return the settings of this process, read from its environment once."""
    return _read_environment()


@functools.cache
def _read_environment() -> Settings:
    return load_settings(os.environ)


def settings_environment(settings: Settings) -> dict[str, str]:
    """Return the variables from which `load_settings` gives these settings again: what a child process is handed."""
    variables = {
        "DATABASE_URL": settings.database_url,
        "BELLWETHER_DATA_DIR": str(settings.data_dir),
        "BELLWETHER_ACCESS_SECRET": settings.access_secret or "",
        "BELLWETHER_METRICS_TOKEN": settings.metrics_token or "",
        "BELLWETHER_SIGN_IN": "1" if settings.sign_in else "0",
        "BELLWETHER_ALLOWED_HOSTS": ",".join(settings.allowed_hosts),
        "BELLWETHER_MASTER_KEY": settings.master_key or "",
        "BELLWETHER_DEMO": "1" if settings.demo else "0",
        "BELLWETHER_LOG_FORMAT": settings.log_format.value,
        "BELLWETHER_SENTENCE_MODEL": settings.sentence_model,
    }
    variables |= {f"{SECRET_PREFIX}{name}": value for name, value in settings.secrets}
    return variables | {"BELLWETHER_MAX_UPLOAD_MB": str(settings.upload_limit_bytes // MEGABYTE)}


def database_address(url: str) -> str:
    """Return a full address: psycopg 3 for any spelling of Postgres, an absolute path for a SQLite file."""
    if url.startswith("sqlite:///") and url not in {"sqlite:///", "sqlite:///:memory:"}:
        return f"sqlite:///{Path(url.removeprefix('sqlite:///')).absolute()}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if url.startswith(("postgresql+psycopg://", "sqlite://")):
        return url
    raise BadOption("DATABASE_URL", url.rpartition("@")[2], "an address that begins with sqlite:/// or postgresql://")


def _secret(environment: Mapping[str, str], name: str) -> str | None:
    value = environment.get(name, "").strip()
    if not value:
        return None
    if len(value) < SHORTEST_SECRET:
        raise BadOption(name, "(hidden)", f"at least {SHORTEST_SECRET} characters, or leave it unset")
    return value


def _channel_secrets(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    own = {key: value for key, value in environment.items() if key.startswith(SECRET_PREFIX)}
    return tuple(sorted((key.removeprefix(SECRET_PREFIX), value) for key, value in own.items()))


def _hosts(value: str) -> tuple[str, ...]:
    hosts = tuple(part.strip().lower().rstrip(".") for part in value.split(",") if part.strip())
    for host in hosts:
        if "/" in host or "*" in host or (":" in host and not host.startswith("[")):
            raise BadOption("BELLWETHER_ALLOWED_HOSTS", host, "host names without scheme, port or wildcard, by commas")
    return hosts


def _megabytes(environment: Mapping[str, str], name: str) -> int:
    value = environment.get(name, "").strip() or str(DEFAULT_UPLOAD_MEGABYTES)
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise BadOption(name, value, "a whole number of megabytes, 1 or more")
    return int(value) * MEGABYTE


def _log_format(environment: Mapping[str, str]) -> LogFormat:
    value = environment.get("BELLWETHER_LOG_FORMAT", "").strip().lower() or LogFormat.TEXT.value
    if value not in tuple(LogFormat):
        raise BadOption("BELLWETHER_LOG_FORMAT", value, "text or json")
    return LogFormat(value)


def _sentence_model(environment: Mapping[str, str]) -> str:
    value = environment.get("BELLWETHER_SENTENCE_MODEL", "").strip()
    if not value:
        return ""
    if not Path(value).is_dir():
        raise BadOption("BELLWETHER_SENTENCE_MODEL", value, "the folder of a sentence model, as its `save` writes it")
    if importlib.util.find_spec("sentence_transformers") is None:
        fix = "nothing, until the package sentence-transformers is installed beside Bellwether"
        raise BadOption("BELLWETHER_SENTENCE_MODEL", value, fix)
    return str(Path(value).absolute())


def _switch(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environment.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadOption(name, value, "1 or 0")
