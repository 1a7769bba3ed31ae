"""Faults of what people hold: looked at by nobody, too early, too long, or in the wrong place."""

from __future__ import annotations

from tests.services.actions.mutant import Mutant

ADJUSTING, PINNED = "services/actions/adjusting.py", "services/actions/pinned.py"
PERFORMING = "services/actions/performing.py"
STORY = "tests.services.actions.story_pins:PinStory"

OF_PINS = tuple(
    Mutant(name, file, old, new, STORY)
    for name, file, old, new in (
        (
            "a pin is not looked at by what adjusts",
            ADJUSTING,
            "        pin = pin_against(work.pins.list_standing(parameter.id, now), wanted)\n",
            "        pin = None\n",
        ),
        (
            "a pin is not looked at by a start",
            "learning/governance/transitions.py",
            "    Guard.KEY_FREE,\n    Guard.NOT_PINNED,\n",
            "    Guard.KEY_FREE,\n",
        ),
        (
            "a pin outlives its end",
            "db/repositories/pins.py",
            "pins.ended_at.is_(None), pins.until > now)",
            "pins.ended_at.is_(None))",
        ),
        (
            "nobody writes down that a pin is over",
            "services/actions/ticking.py",
            "        ended = end_those_over(work, service.trail, brand.id, now)\n",
            "        ended = 0\n",
        ),
        (
            "a pin is looked at before the transaction of a start only",
            PERFORMING,
            "        with self._store.write() as work:\n            gate = work.gates.lock(order.brand.id)\n",
            (
                "        with (\n            self._store.read() as early,\n"
                "            (early.pins.list_open(order.brand.id), self._store.write())[1] as work,\n        ):\n"
                "            work.pins.list_standing = early.pins.list_standing\n"
                "            gate = work.gates.lock(order.brand.id)\n"
            ),
        ),
        (
            "a pin is looked at before the transaction of an adjustment only",
            ADJUSTING,
            "            with self._store.write() as work:\n                gate = work.gates.lock(brand.id)\n",
            (
                "            with (\n                self._store.read() as early,\n"
                "                (early.pins.list_open(brand.id), self._store.write())[1] as work,\n            ):\n"
                "                work.pins.list_standing = early.pins.list_standing\n"
                "                gate = work.gates.lock(brand.id)\n"
            ),
        ),
        (
            "what was learned serves in place of what is pinned",
            ADJUSTING,
            "        newest = None\n",
            "        pass\n",
        ),
        (
            "what is pinned is measured as if it were tried",
            "services/parameters/serving.py",
            "    if opened.trial is None or opened.held:\n",
            "    if opened.trial is None:\n",
        ),
        (
            "a pinned arm may be moved",
            "learning/governance/pins.py",
            "if not pin.arm or not _keeps(pin, value)",
            "if not pin.arm",
        ),
        (
            "a change does not begin the pin that it carries",
            PINNED,
            "    if starts and draft.pin_until is not None:",
            "    if starts and draft.pin_until is None and draft.by_hand and draft.undo_of:",
        ),
        (
            "the pin of a change stands after its rollback",
            PINNED,
            "    if command is ActionCommand.ROLLBACK:",
            "    if command is ActionCommand.REJECT:",
        ),
        (
            "what is being changed is pinned",
            "services/parameters/pinning.py",
            '        if holder is not None:\n            raise RuleRefused(\n                "key_taken",',
            '        if holder == -1:\n            raise RuleRefused(\n                "key_taken",',
        ),
    )
)
