"""The HTTP interface for programs: an application that app.py mounts below /api."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from api.monitoring import METRICS_PATH, metrics_endpoint
from services.health import Health, read_health
from services.settings import Settings


def create_api(settings: Settings) -> FastAPI:
    """Return the application; its documentation pages are off because they load scripts from elsewhere."""
    api = FastAPI(title="Bellwether", docs_url=None, redoc_url=None, openapi_url=None)

    @api.get("/health")
    def health() -> JSONResponse:
        """Say whether the server, its database and the schema are fit for use; 503 where they are not."""
        found = read_health(settings)
        return JSONResponse(_as_json(found), HTTPStatus.OK if found.ready else HTTPStatus.SERVICE_UNAVAILABLE)

    api.add_route(METRICS_PATH, metrics_endpoint(settings))
    return api


def _as_json(health: Health) -> dict[str, str]:
    return {
        "status": "ok" if health.ready else "unavailable",
        "database": "unreachable" if health.schema is None else "ok",
        "schema": "unknown" if health.schema is None else health.schema.value,
    }
