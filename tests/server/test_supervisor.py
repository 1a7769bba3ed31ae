from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
SUPERVISED = """
import sys
from services.server.supervisor import Program, Supervisor
child = (sys.executable, "-c", sys.argv[1])
programs = [Program("one", child), Program("two", (sys.executable, "-c", sys.argv[2]))]
supervisor = Supervisor(programs, environment={}, say=lambda line: print(line, flush=True))
sys.exit(supervisor.run(started=lambda: print("started", flush=True)))
"""
# A child gets `--lifeline N` behind its own words.
STAYS = """
import sys, time
sys.path.insert(0, %r)
from services.server.lifeline import follow
follow(int(sys.argv[2]))
time.sleep(60)
"""
DIES = "import time; time.sleep(0.5); raise SystemExit(7)"


def start(*children: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SUPERVISED, *(child % str(ROOT) if "%r" in child else child for child in children)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def children_of(process: subprocess.Popen[str], count: int) -> list[psutil.Process]:
    for _ in range(100):
        found = psutil.Process(process.pid).children()
        if len(found) == count:
            return found
        time.sleep(0.05)
    pytest.fail("the children did not start")


def all_gone(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=5)
    return not alive


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_children_and_ends_well(number):
    with start(STAYS, STAYS) as supervisor:
        children = children_of(supervisor, 2)
        assert len({os.getsid(child.pid) for child in children} | {os.getsid(supervisor.pid)}) == 3
        time.sleep(0.3)
        supervisor.send_signal(number)
        assert supervisor.wait(10) == 0
        assert all_gone(children)


def test_the_first_death_stops_the_others_and_is_named():
    with start(STAYS, DIES) as supervisor:
        children = children_of(supervisor, 2)
        assert supervisor.wait(10) == 1
        assert all_gone(children)
        assert "two process ended by itself (status 7)" in supervisor.stdout.read()


def test_children_do_not_outlive_a_killed_supervisor():
    with start(STAYS, STAYS) as supervisor:
        children = children_of(supervisor, 2)
        time.sleep(0.5)
        supervisor.kill()
        assert all_gone(children)
