#!/bin/sh
# The steps of the container's first stage, in the current folder: `packages` by the lock, then the `project` itself.
set -eu

case "${1:-}" in
packages)
    python3 -m venv .venv
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-cache-dir -r requirements.lock
    ;;
project)
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-cache-dir --no-deps --no-build-isolation --editable .
    .venv/bin/python -m compileall -q app.py pages ui api services db learning
    ;;
*)
    echo "usage: deploy/install.sh packages|project" >&2
    exit 2
    ;;
esac
