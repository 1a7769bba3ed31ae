"""The page of a monitoring system: `/metrics`, behind the same gate as everything."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response

from services.monitoring import Monitor
from services.settings import Settings

METRICS_PATH = "/metrics"


def metrics_endpoint(settings: Settings) -> Callable[[Request], Response]:
    """Return the endpoint; it counts from its first scrape on."""
    monitor = Monitor(settings)

    def metrics(_request: Request) -> Response:
        return Response(monitor.render(), headers={"content-type": CONTENT_TYPE_LATEST})

    return metrics
