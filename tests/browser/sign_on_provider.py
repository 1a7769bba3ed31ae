"""An OpenID provider on this machine: just enough of discovery, authorisation, token and keys, signed with RS256."""

from __future__ import annotations

import base64
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

KEY_ID = "one"
CLIENT, CLIENT_SECRET = "bellwether", "a secret of the client"


class Provider:
    """Says of every browser that it is the person whose turn it is."""

    def __init__(self) -> None:
        self.subject = ""
        self.claims: dict[str, str] = {}
        self.asked = 0
        self._key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
        self._nonces: dict[str, str] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                match parts.path:
                    case "/.well-known/openid-configuration":
                        self._say(provider.discovery())
                    case "/keys":
                        self._say(provider.keys())
                    case "/authorize":
                        self.send_response(302)
                        self.send_header("Location", provider.authorize(query))
                        self.end_headers()
                    case _:
                        self.send_error(404)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields = {name: values[0] for name, values in parse_qs(body).items()}
                basic = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
                known = self.headers.get("Authorization") == f"Basic {basic}"
                if not known or fields.get("code") not in provider._nonces:
                    self.send_error(401)
                    return
                self._say(provider.token(fields["code"]))

            def _say(self, values: object) -> None:
                body = json.dumps(values).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"

    def discovery(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def keys(self) -> dict[str, object]:
        numbers = self._key.public_key().public_numbers()
        found = {"n": _text(_bytes(numbers.n)), "e": _text(_bytes(numbers.e))}
        return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": KEY_ID} | found]}

    def authorize(self, query: dict[str, str]) -> str:
        """Send the browser back with a code."""
        self.asked += 1
        code = secrets.token_urlsafe(16)
        self._nonces[code] = query.get("nonce", "")
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, code: str) -> dict[str, object]:
        now = int(time.time())
        claims: dict[str, object] = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 600,
            "nonce": self._nonces.pop(code),
        }
        return {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": 600,
            "id_token": self._signed(claims | self.claims),
        }

    def _signed(self, claims: dict[str, object]) -> str:
        header = {"alg": "RS256", "kid": KEY_ID, "typ": "JWT"}
        told = ".".join(_text(json.dumps(part).encode()) for part in (header, claims))
        sealed = self._key.sign(told.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{told}.{_text(sealed)}"


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Give a provider that answers."""
    provider = Provider()
    thread = threading.Thread(target=provider.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join(10)


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")
