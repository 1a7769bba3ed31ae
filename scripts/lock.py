"""Write requirements.lock (what the product runs on) and requirements-dev.lock (what proves it) from this environment.

Versions only: no index address, no path of this machine. Run it after an upgrade: `.venv/bin/python scripts/lock.py`.
"""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
BUILD = ("setuptools",)


def main() -> None:
    """Write both files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime = closure([*project["dependencies"], *BUILD])
    everything = closure([*project["dependencies"], *BUILD, *project["optional-dependencies"]["dev"]])
    write(ROOT / "requirements.lock", "What Bellwether runs on", runtime)
    development = {name: pin for name, pin in everything.items() if name not in runtime}
    write(ROOT / "requirements-dev.lock", "What its tests need beside requirements.lock", development)


def closure(wanted: list[str]) -> dict[str, str]:
    """Return the installed versions of the wanted distributions and of everything that they need here."""
    pins: dict[str, str] = {}
    seen: set[str] = set()
    queue = [Requirement(text) for text in wanted]
    while queue:
        requirement = queue.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        name = canonicalize_name(requirement.name)
        found = metadata.distribution(name)
        pins[name] = f"{found.metadata['Name']}=={found.version}"
        for extra in ("", *sorted(requirement.extras)):
            if f"{name}[{extra}]" not in seen:
                seen.add(f"{name}[{extra}]")
                queue.extend(needs(found, extra))
    return pins


def needs(found: metadata.Distribution, extra: str) -> list[Requirement]:
    """Return what a distribution needs here for one of its extras ('' for none)."""
    listed = [Requirement(text) for text in found.requires or ()]
    return [
        Requirement(f"{one.name}[{','.join(one.extras)}]" if one.extras else one.name)
        for one in listed
        if one.marker is None or one.marker.evaluate({"extra": extra})
    ]


def write(path: Path, title: str, pins: dict[str, str]) -> None:
    """Write one file, sorted by name."""
    lines = [f"# {title}, exactly. Written by scripts/lock.py.", *(pins[name] for name in sorted(pins))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
