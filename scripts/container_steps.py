"""What the Dockerfile says, as steps that can be done in a folder without a container engine."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path

ONLY_IN_AN_IMAGE = {"FROM", "USER", "VOLUME", "EXPOSE", "WORKDIR"}
PORT_IN_THE_IMAGE = "8501"


@dataclass(slots=True)
class Recipe:
    """The steps of the first stage, and how the second stage is started and asked."""

    build: list[str] = field(default_factory=list)
    """Shell lines, for the folder that stands for /app; CONTEXT is the folder of the sources."""
    environment: dict[str, str] = field(default_factory=dict)
    probe: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read_recipe(dockerfile: Path, image: Path) -> Recipe:
    """Read the instructions; absolute paths of the image lie below `image`."""
    recipe = Recipe()
    stage = 0
    text = dockerfile.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, _, rest = line.strip().partition(" ")
        stage += word == "FROM"
        if word == "COPY" and not rest.startswith("--from"):
            recipe.build += _copy(rest)
        elif word == "RUN" and stage == 1:
            recipe.build.append(rest)
        elif word == "ENV":
            recipe.environment |= _environment(rest, image)
        elif word == "HEALTHCHECK":
            recipe.probe = json.loads(rest.partition(" CMD ")[2])
        elif word == "CMD":
            recipe.command = json.loads(rest)
        elif word in ONLY_IN_AN_IMAGE or word in {"RUN", "COPY"}:
            recipe.left_out.append(line)
        else:
            sys.exit(f"{dockerfile}: the proof does not know the instruction {word}")
    return recipe


def _copy(rest: str) -> list[str]:
    *sources, target = rest.split()
    folder = target if target.endswith("/") else str(Path(target).parent)
    copies = (f'cp -R "$CONTEXT"/{shlex.quote(source)} {shlex.quote(target)}' for source in sources)
    return [f"mkdir -p {shlex.quote(folder)}", *copies]


def _environment(rest: str, image: Path) -> dict[str, str]:
    found = {}
    for pair in shlex.split(rest):
        name, _, value = pair.partition("=")
        parts = (f"{image}{part}" if part.startswith("/") else part for part in value.split(":"))
        found[name] = ":".join(parts)
    return found
