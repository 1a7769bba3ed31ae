"""The verbs of the `bellwether` command, one line each."""

from __future__ import annotations

from typing import Final

from services.cli.listing import Listing

VERBS: Final = (
    Listing("import", "import exports of platforms", "imports", "IMPORT"),
    Listing("undo", "take an import back", "imports", "UNDO"),
    Listing("redo", "import an undone batch again from its stored original", "imports", "REDO"),
    Listing("experiment", "A/B tests: analyze, list, show, create, import, decide", "experiment", "EXPERIMENT"),
    Listing("insights", "what was found in the data, and what to do about it", "insights", "INSIGHTS"),
    Listing("feedback", "what customers say: add, list, answer, classify, correct", "feedback", "FEEDBACK"),
    Listing("models", "what comes of posts: list, train, show, roll back models", "models", "MODELS"),
    Listing("actions", "changes: propose, approve, roll out, keep or take back", "actions", "ACTIONS"),
    Listing("parameters", "what programs are told: get, list, define", "parameters", "PARAMETERS"),
    Listing("decisions", "what programs chose: record", "recording", "DECISIONS"),
    Listing("outcomes", "what came of it: record", "recording", "OUTCOMES"),
    Listing("journeys", "how people come to a conversion over parts and devices", "journeys", "JOURNEYS"),
    Listing("learning", "how well the learning does: guesses, speed, what held up", "journeys", "LEARNING"),
    Listing("post", "one post: what its words tell, what it got, earlier posts like it", "posts", "POST"),
    Listing("metrics", "figures of a range, with n, interval and origin", "metrics", "METRICS"),
    Listing("anomalies", "how unusual each row of a series is", "anomalies", "ANOMALIES"),
    Listing("changepoints", "where a series went to another level", "changepoints", "CHANGEPOINTS"),
    Listing("alerts", "alert rules and alerts: list, rules, add, preview, ack, mute, remove", "alerts", "ALERTS"),
    Listing("channels", "where messages go: list, mail, hook, test, remove", "channels", "CHANNELS"),
    Listing("check", "prove that rollups equal the sum of the facts", "check", "CHECK"),
    Listing("audit", "the audit trail: verify, export, head", "audit", "AUDIT"),
    Listing("user", "people and their roles: add, disable, role", "users", "USER"),
    Listing("migrate", "bring the database to the newest schema, after a backup", "migrate", "MIGRATE"),
    Listing("backup", "write the whole database into one file", "backups", "BACKUP"),
    Listing("restore", "replace the database by a backup", "backups", "RESTORE"),
    Listing("simulate", "draw a made-up brand and write its exports", "simulate", "SIMULATE"),
    Listing("bench", "measure, each figure beside its reference", "bench", "BENCH"),
    Listing("serve", "bring up dashboard, API and worker and stop them together", "serve", "SERVE"),
    Listing("jobs", "the scheduled work: list, run, history, pause", "jobs", "JOBS"),
    Listing("worker", "run the scheduler in the foreground", "serve", "WORKER"),
)
