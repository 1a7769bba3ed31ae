"""Jobs for the tests of the worker, in a module of their own because a process of its own loads them."""

from __future__ import annotations

import time

from learning.domain.annotations import Annotation
from learning.domain.errors import Refused
from services.jobs.job import CatchUp, Job, JobContext
from services.jobs.schedules import Schedule

COUNTED = "counted"


def leave_a_note(context: JobContext) -> int:
    """One note for each slot, in small steps so that a kill may fall between any two of them."""
    with context.services.store.write() as work:
        brand = work.brands.list_all()[0]
        time.sleep(0.01)
        work.annotations.add(Annotation(brand.id, 1, 1, str(context.run.slot), COUNTED, created_at=0))
        time.sleep(0.01)
        context.complete(work, rows=1)
        time.sleep(0.01)
        work.commit()
    return 1


def refuse(context: JobContext) -> int:
    raise Refused("It is asleep.", "Wake it.")


def sleep_long(context: JobContext) -> int:
    time.sleep(60)
    return 0


COUNTING = (Job(COUNTED, "Leave a note each second", Schedule(1), leave_a_note, catch_up=CatchUp.EVERY),)
STUBBORN = (
    Job("refusing", "Refuse", Schedule(3600), refuse),
    Job("slow", "Take too long", Schedule(3600), sleep_long, limit_seconds=1),
)
