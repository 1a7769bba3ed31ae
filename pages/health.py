"""How the system does: the scheduled work, its history, timings, and what the processes use."""

from __future__ import annotations

import streamlit as st

from services.jobs.board import JobBoard
from services.operations import read_system_health
from ui import health_view
from ui.problems import shown_problems
from ui.runtime import caller, now, services

st.title("Health", anchor=False)
jobs, history, timings, processes = st.tabs(
    ["Scheduled work", "History", "Timings", "Processes"], key="view", bind="query-params"
)
board = JobBoard(services().store)
if jobs.open:
    with jobs, shown_problems("the scheduled work"):
        health_view.show_board(board.show(now()), health_view.JobActions(board, caller(), now()))
if history.open:
    with history, shown_problems("the history"):
        health_view.show_runs(board.history(limit=health_view.RUNS_READ), board.titles)
if timings.open:
    with timings, shown_problems("the timings"):
        health_view.show_timings(read_system_health(services().store))
if processes.open:
    with processes, shown_problems("the processes"):
        health_view.show_processes(read_system_health(services().store, window_seconds=3600).samples)
