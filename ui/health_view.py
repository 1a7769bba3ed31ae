"""How the system does: its jobs, what they did, how long things take, and what the processes use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.jobs import JobRun, RunState
from learning.domain.operations import OperationSummary, SystemSample
from learning.domain.outbox import OutboxDepth
from services.callers import Caller
from services.jobs.board import Board, JobBoard, JobLine
from services.jobs.schedules import DAY, WEEK
from services.operations import SystemHealth
from ui.calendar_words import age_words, moment_words
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import kept_problem, show_kept_problem

PROBLEM: Final = "health_problem"
ZONE: Final = "UTC"
REQUESTS_NAMED: Final = 5
RUNS_READ: Final = 2_000
RUNS_SHOWN: Final = 100
MEGABYTE: Final = 1_000_000
SECTIONS: Final = (
    ("Several times a day", 0, DAY),
    ("Every day", DAY, WEEK),
    ("Every week", WEEK, 53 * WEEK),
)
"""Heading, and from which interval of seconds to below which."""
STATE_WORDS: Final = {
    RunState.RUNNING: ":material/sync: running",
    RunState.DONE: ":material/check_circle: done",
    RunState.FAILED: ":material/error: failed",
    RunState.SKIPPED: ":material/skip_next: left out",
}


@dataclass(frozen=True, slots=True)
class JobActions:
    """What a person may ask of the jobs, and who asks: an administrator."""

    board: JobBoard
    who: Caller
    now: datetime

    def run(self, name: str) -> None:
        """Ask the worker for a run."""
        with kept_problem(PROBLEM):
            self.board.request(name, self.who, self.now)
            st.toast(f"Asked for: {name}. The worker takes it within seconds.", icon=":material/schedule:")

    def pause(self, name: str, paused: bool) -> None:  # noqa: FBT001 - a callback's argument
        """Leave a job alone, or take it up again."""
        with kept_problem(PROBLEM):
            self.board.pause(name, self.who, paused=paused)


def show_board(board: Board, actions: JobActions) -> None:
    """Draw the worker's state and each job with what may be asked of it."""
    show_kept_problem(PROBLEM)
    if board.worker_alive:
        st.success("A worker is up and does what is due.", icon=":material/check_circle:")
    else:
        st.warning(
            "Nothing runs until one is started: `bellwether serve` or `bellwether worker`.",
            title="No worker is up",
            icon=":material/pause_circle:",
        )
    if board.lease_renewed_at is not None:
        st.caption(f"Lease renewed {age_words(_moment(board.lease_renewed_at), actions.now)}.")
    if board.queue:
        asked = ", ".join(plain(f"{one.job} ({one.who})") for one in board.queue[:REQUESTS_NAMED])
        st.caption(f"{count_words(len(board.queue), 'request')} waiting for the worker: {asked}.")
    _show_outbox(board.outbox, actions.now)
    troubled = [line.title for line in board.lines if line.last is not None and line.last.state is RunState.FAILED]
    if troubled:
        st.warning(
            f"The last run failed of {', '.join(f'“{title}”' for title in troubled)}. What it said stands below.",
            title=f"{count_words(len(troubled), 'job')} failed",
            icon=":material/error:",
        )
    for heading, shortest, longest in SECTIONS:
        st.subheader(heading, anchor=False)
        for line in board.lines:
            if shortest <= line.schedule.every < longest:
                _job(line, actions)


def _show_outbox(depth: OutboxDepth, now: datetime) -> None:
    if depth.waiting and depth.oldest_waiting_at is not None:
        since = age_words(_moment(depth.oldest_waiting_at), now)
        st.caption(f"{count_words(depth.waiting, 'message')} waiting to be sent, the oldest written {since}.")
    if depth.failed:
        st.warning(
            f"{count_words(depth.failed, 'message')} could not be sent: see Settings, Notifications.",
            icon=":material/mark_email_unread:",
        )


def _job(line: JobLine, actions: JobActions) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"job_{line.name}"):
        with st.container(gap="xsmall", width="stretch"):
            st.markdown(f"**{line.title}** · {line.schedule.words}")
            st.caption(f"{_last_words(line.last, actions.now)} {_next_words(line)}")
        with st.container(horizontal=True, gap="small", width="content"):
            st.button(
                "Run now", key=f"run_{line.name}", on_click=actions.run, args=(line.name,), icon=":material/play_arrow:"
            )
            paused = line.state.paused
            st.button(
                "Resume" if paused else "Pause",
                key=f"pause_{line.name}",
                on_click=actions.pause,
                args=(line.name, not paused),
                icon=":material/play_circle:" if paused else ":material/pause:",
            )


def _next_words(line: JobLine) -> str:
    if line.state.paused:
        return ":material/pause_circle: Paused: it runs only when asked."
    rests = ""
    if line.state.open_until is not None:
        rests = f" It failed {line.state.failures} times in a row and rests until then."
    return f"Next {moment_words(_moment(line.next_slot or 0), ZONE)}.{rests}"


def _last_words(run: JobRun | None, now: datetime) -> str:
    if run is None:
        return "It never ran."
    told = plain(run.outcome).rstrip(".") if run.outcome else _rows_words(run.rows)
    return f"{STATE_WORDS[run.state]} {age_words(_moment(run.started_at), now)}{f': {told}' if told else ''}."


def _rows_words(rows: int | None) -> str:
    if rows is None:
        return ""
    return f"{rows:,} handled" if rows else "nothing to do"


def show_runs(runs: Sequence[JobRun], titles: Mapping[str, str]) -> None:
    """Draw what was done; jobs by their titles, those that are no more by their names."""
    if not runs:
        st.caption("Nothing was run yet.")
        return
    if st.toggle("Leave out runs that had nothing to do", value=True, key="history_busy"):
        runs = [run for run in runs if run.state is not RunState.DONE or run.rows or run.outcome]
    runs = runs[:RUNS_SHOWN]
    frame = pd.DataFrame(
        {
            "Started": [_moment(run.started_at) for run in runs],
            "Job": [titles.get(run.job, run.job) for run in runs],
            "Outcome": [run.state.value for run in runs],
            "Seconds": [None if run.finished_at is None else run.finished_at - run.started_at for run in runs],
            "Handled": [run.rows for run in runs],
            "Try": [run.attempt for run in runs],
            "Why": [run.outcome or "" for run in runs],
        }
    )
    times = {"Started": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm:ss", timezone=ZONE)}
    st.dataframe(
        frame, hide_index=True, alt="Runs of the scheduled work, the newest first", column_config=times, placeholder="–"
    )


def show_timings(health: SystemHealth) -> None:
    """Draw how long operations take and how often they fail."""
    if not health.summaries:
        st.caption("Nothing was measured in this window yet; measurements are written every ten seconds.")
        return
    st.caption(f"The last {health.window_seconds // 3600} hours. Times in milliseconds; a second has 1,000.")
    rows = [_timing(one) for one in health.summaries]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Timings and failures by operation", placeholder="–")


def _timing(one: OperationSummary) -> dict[str, object]:
    return {
        "What": one.component if not one.operation else f"{one.component}: {one.operation}",
        "Times": one.count,
        "Failed": f"{one.errors / one.count:.1%}",
        "P50": round(one.p50_ms, 1),
        "P90": round(one.p90_ms, 1),
        "P95": round(one.p95_ms, 1),
        "P99": round(one.p99_ms, 1),
        "Longest": round(one.maximum_ms, 1),
        "Trend": "–" if one.trend is None else f"{one.trend:+.0%}",
        "A second at most": round(one.peak_throughput, 2),
        "Minutes between failures": _minutes(one.seconds_between_failures),
        "Seconds to recover": None if one.recovery_seconds is None else round(one.recovery_seconds, 1),
        "Kinds of failure": ", ".join(f"{name} ({count})" for name, count in one.error_types.items()),
    }


def show_processes(samples: Sequence[SystemSample]) -> None:
    """Draw what each process uses now and used at most."""
    latest = {sample.process: sample for sample in samples}
    if not latest:
        st.caption("No sample yet; one is taken every ten seconds.")
        return
    for name, sample in sorted(latest.items()):
        own = [one for one in samples if one.process == name]
        asked = sample.cache_hits + sample.cache_misses
        with st.container(border=True):
            st.markdown(f"**{name.capitalize()}** · {count_words(len(own), 'sample')}")
            with st.container(horizontal=True):
                most = max(one.memory_bytes for one in own)
                st.metric(
                    "Memory", f"{sample.memory_bytes / MEGABYTE:,.0f} MB", help=f"At most {most / MEGABYTE:,.0f} MB"
                )
                peak = max(one.cpu_percent for one in own)
                st.metric("Processor", f"{sample.cpu_percent:.0f} %", help=f"Of one core; at most {peak:.0f} %")
                hits = f"{sample.cache_hits / asked:.0%} of {asked:,}" if asked else "not measured"
                st.metric("Answered from the cache", hits)


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / 60, 1)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
