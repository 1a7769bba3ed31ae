from __future__ import annotations

import base64
import hashlib

from services.server.headers import inline_script_sources, security_headers


def test_only_scripts_inside_the_page_are_named_by_their_digest():
    page = '<script src="a.js"></script><script>\n  x = 1\n</script><script type="module" src="b.js"></script>'
    digest = base64.b64encode(hashlib.sha256(b"\n  x = 1\n").digest()).decode()
    assert inline_script_sources(page) == (f"'sha256-{digest}'",)


def test_the_policy_loads_nothing_from_elsewhere():
    policy = dict(security_headers(("'sha256-x'",)))[b"content-security-policy"].decode()
    assert "http" not in policy
    assert "*" not in policy
    assert "script-src 'self' 'wasm-unsafe-eval' 'sha256-x';" in policy
