#!/usr/bin/env bash
# Make .venv from the first Python 3.11 or newer that is found, with exactly the pinned versions.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'bellwether: %s\n' "$*" >&2; }

fits() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
        if fits "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

if ! python=$(find_python); then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "no Python 3.11 or newer with venv: installing the system's"
        apt-get update -qq
        apt-get install -y -qq python3 python3-venv >/dev/null
    fi
    python=$(find_python) || {
        say "Python 3.11 or newer with the venv module is needed. Install it (Debian: python3 python3-venv) and try again."
        exit 1
    }
fi

# A folder that was moved keeps the old place in its programs: it is made again.
if [ -x .venv/bin/python ] && ! .venv/bin/pip --version 2>/dev/null | grep -qF "$PWD/.venv/"; then
    say "the environment in .venv does not fit this folder: making it again"
    rm -rf .venv
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
say "installing the pinned packages into .venv ($("$python" --version)); the first time takes some minutes"
pip=(.venv/bin/python -m pip --disable-pip-version-check -qq)
"${pip[@]}" install -r requirements.lock -r requirements-dev.lock
"${pip[@]}" install --no-deps --no-build-isolation --editable .
