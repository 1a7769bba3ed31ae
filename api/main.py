"""The HTTP interface as a server of its own, behind the same gate: `uvicorn api.main:app`."""

from __future__ import annotations

from api.application import create_api
from services.server.gate import Gate
from services.server.headers import security_headers
from services.settings import current_settings

app = Gate(create_api(current_settings()), settings=current_settings(), headers=security_headers(()))
