"""The container's recipe, as far as it can be read; `make prove-container` does its steps."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
from container_steps import read_recipe  # noqa: E402 - a script beside the package, not part of it

PARTS = (
    "app.py",
    "pages",
    "ui",
    "api",
    "services",
    "db",
    "learning",
    ".streamlit",
    "pyproject.toml",
    "requirements.lock",
)


def test_every_part_of_the_product_is_copied_and_let_through():
    recipe = read_recipe(ROOT / "Dockerfile", Path("/image"))
    copied = {match[1] for line in recipe.build if (match := re.match(r'cp -R "\$CONTEXT"/(\S+) ', line))}
    assert set(PARTS) <= copied
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert let_through == copied


def test_the_image_runs_as_an_ordinary_user_and_asks_for_its_health():
    recipe = read_recipe(ROOT / "Dockerfile", Path("/image"))
    assert "USER 10001:10001" in recipe.left_out
    assert recipe.probe == ["python", "-m", "services.server.probe"]
    assert recipe.environment["BELLWETHER_DATA_DIR"] == "/image/data"
    assert recipe.environment["PATH"].startswith("/image/app/.venv/bin")


def test_an_instruction_that_the_proof_would_pass_over_stops_it(tmp_path):
    dockerfile = tmp_path / "Dockerfile"
    dockerfile.write_text("FROM x AS build\nADD https://example.com /x\n")
    with pytest.raises(SystemExit, match="ADD"):
        read_recipe(dockerfile, tmp_path)


def test_compose_starts_proxy_application_worker_and_database_and_asks_for_every_secret():
    text = (ROOT / "compose.yaml").read_text()
    assert re.findall(r"^  (\w+):$", text.split("services:")[1].split("\nvolumes:")[0], re.MULTILINE) == [
        "proxy",
        "app",
        "worker",
        "database",
    ]
    for secret in ("BELLWETHER_ACCESS_SECRET", "BELLWETHER_MASTER_KEY", "POSTGRES_PASSWORD"):
        assert f"${{{secret}:?" in text
    assert "/var/run/docker.sock" not in text
