"""Faults of who decides, when, and what is written."""

from __future__ import annotations

from tests.services.actions.mutant import Mutant

GUARDS = "learning/governance/guards.py"
TABLE = "learning/governance/transitions.py"
EFFECTS = "services/actions/effects.py"
RAMP_GUARDS = "learning/governance/ramp_guards.py"

OF_DECISIONS = (
    Mutant(
        "one yes is enough whatever the quorum",
        "learning/governance/machine.py",
        "{now.actor.name}) >= now.snapshot.quorum",
        "{now.actor.name}) >= 1",
    ),
    Mutant(
        "the author's yes counts",
        GUARDS,
        "    if now.actor.name != now.action.draft.author or not now.snapshot.four_eyes:",
        "    if now.actor.name:",
    ),
    Mutant(
        "the yes of somebody who edited the round counts",
        GUARDS,
        "    if now.actor.name not in now.editors or not now.snapshot.four_eyes:",
        "    if now.actor.name:",
    ),
    Mutant(
        "votes of earlier rounds count",
        "learning/governance/situation.py",
        "if vote.round == self.action.round and vote.digest == self.action.digest",
        "if vote.round",
    ),
    Mutant(
        "an edit after the submission is no new round",
        EFFECTS,
        "    if change.before is not ActionState.DRAFT:\n        _new_round(change, values)\n    return None",
        "    return None",
    ),
    Mutant(
        "a yes to what was not seen counts",
        GUARDS,
        "    if wish.seen_round == action.round and wish.seen_digest == action.digest:",
        "    if wish.seen_round or wish.seen_digest:",
    ),
    Mutant(
        "somebody's change of just now is overwritten",
        GUARDS,
        "    if now.action.state not in OPEN_STATES or base == now.live_version:",
        "    if base <= now.live_version:",
    ),
    Mutant(
        "a kept change holds its parameter for good",
        EFFECTS,
        "        change.work.parameters.release_lease(record.id)\n",
        "",
    ),
    Mutant(
        "a stop does not hold back what was paused",
        TABLE,
        "guards=(Guard.NOT_KILLED, Guard.REASON_GIVEN),",
        "guards=(Guard.REASON_GIVEN,),",
    ),
    Mutant(
        "a stop leaves what is rolling as it is",
        "services/actions/stopping.py",
        "        if killed:\n            self._pause_all(",
        "        if not killed:\n            self._pause_all(",
    ),
    Mutant(
        "the new value is served while everything is stopped",
        "services/parameters/serving.py",
        "        if killed:\n            found",
        "        if not killed:\n            found",
    ),
    Mutant(
        "a rollback writes the new value again",
        EFFECTS,
        "value = draft.to_value if kind is SettingKind.APPLY else draft.from_value",
        "value = draft.to_value",
    ),
    Mutant(
        "a rollback leaves a gap between the versions",
        EFFECTS,
        '    version = change.now.live_version + 1\n    values["cause"]',
        '    version = change.now.live_version + 2\n    values["cause"]',
    ),
    Mutant(
        "a refused attempt leaves no trace",
        "services/callers.py",
        "            self.trail.note(work, brand_id=brand_id, at=now",
        "            False and self.trail.note(work, brand_id=brand_id, at=now",
    ),
    Mutant(
        "a step is written without its row in the trail",
        "services/actions/recording.py",
        "        kind=order.command.value,",
        '        kind="step",',
    ),
    Mutant(
        "a command that is said again is carried out again",
        "services/actions/attempts.py",
        "    if earlier is None:\n        return None",
        "    if earlier is None or arguments:\n        return None",
    ),
    Mutant(
        "a key may be used for another command",
        "services/actions/attempts.py",
        "    if (earlier.actor, earlier.arguments) != (actor.pseudonym, arguments):",
        "    if not earlier.actor:",
    ),
    Mutant(
        "one change more than the limit of the day", GUARDS, "now.starts_today < limit", "now.starts_today <= limit"
    ),
    Mutant(
        "what has expired is started",
        TABLE,
        "guards=(Guard.NOT_EXPIRED, Guard.DUE, *_START_GUARDS)",
        "guards=(Guard.DUE, *_START_GUARDS)",
    ),
    Mutant(
        "the yes of somebody who was disabled counts",
        TABLE,
        "    Guard.PEOPLE_ACTIVE,\n    Guard.BASE_LIVE",
        "    Guard.BASE_LIVE",
    ),
    Mutant(
        "a writer that comes too late wins",
        "db/repositories/actions.py",
        "mine = (action.c.id == record.id, action.c.row_version == record.row_version)",
        "mine = (action.c.id == record.id,)",
    ),
    Mutant(
        "everybody meets the new value from the first stage on",
        "services/parameters/serving.py",
        "share, holdout = trial.draft.ramp[trial.progress.stage], trial.draft.holdout",
        "share, holdout = 1.0, trial.draft.holdout",
    ),
    Mutant(
        "nobody is held out",
        "services/parameters/serving.py",
        "cohort = cohort_of(key, str(trial.id), unit, share=share, holdout=holdout)",
        "cohort = cohort_of(key, str(trial.id), unit, share=share, holdout=0.0)",
    ),
    Mutant(
        "what was rejected can still be withdrawn",
        TABLE,
        "        Command.WITHDRAW,\n        _UNDECIDED | {State.DRAFT},",
        "        Command.WITHDRAW,\n        _UNDECIDED | {State.DRAFT, State.REJECTED},",
    ),
    Mutant(
        "a ramp goes on without data",
        TABLE,
        "Guard.NOT_KILLED, Guard.BAKED, Guard.DATA_HOLD)",
        "Guard.NOT_KILLED, Guard.BAKED)",
    ),
    Mutant(
        "a ramp goes on before its stage has lasted its time",
        TABLE,
        "Guard.NOT_KILLED, Guard.BAKED, Guard.DATA_HOLD)",
        "Guard.NOT_KILLED, Guard.DATA_HOLD)",
    ),
    Mutant(
        "a bypass owes nobody a look", EFFECTS, "        change.work.action_log.add_review(review)\n", "        pass\n"
    ),
    Mutant(
        "nothing ever expires by itself",
        "services/actions/ticking.py",
        "        if now > progress.expires_at:",
        "        if now > progress.expires_at + 10**9:",
    ),
    Mutant(
        "a kept change is taken back twice",
        "learning/governance/guards.py",
        "    if now.undone_by is None:",
        "    if now.actor.active:",
    ),
    Mutant(
        "the hash of a command leaves its words out",
        "services/actions/orders.py",
        "command.value, self.action_id, asdict(self.wish), proposal]",
        "command.value, self.action_id, proposal]",
    ),
    Mutant(
        "somebody else gets the answer to a key",
        "services/actions/attempts.py",
        "    if (earlier.actor, earlier.arguments) != (actor.pseudonym, arguments):",
        "    if earlier.arguments != arguments:",
    ),
    Mutant(
        "a rollback keeps its lease",
        EFFECTS,
        "        work.parameters.release_lease(record.id)\n",
        "",
    ),
    Mutant(
        "the policy of now counts, not that of the submission",
        "learning/governance/situation.py",
        "return self.action.progress.policy or self.policy",
        "return self.policy",
    ),
    Mutant(
        "an edit of late gives it no new time",
        EFFECTS,
        '    values["expires_at"] = change.now.now + policy.expiry_seconds\n',
        '    values["expires_at"] = change.now.now + 100 * policy.expiry_seconds\n',
    ),
    Mutant(
        "it expires before its time",
        GUARDS,
        "    if now.now > until:\n        return None",
        "    if now.now:\n        return None",
    ),
    Mutant(
        "the scheduler starts what is not due",
        GUARDS,
        "(by_rule if at is None else at <= now.now)",
        "(by_rule if at is None else bool(at))",
    ),
    Mutant(
        "one cycle starts everything",
        GUARDS,
        "    if now.actor.system is not SystemActor.SCHEDULER or now.starts_this_cycle < limit:",
        "    if now.actor.system is not SystemActor.SCHEDULER or limit:",
    ),
    Mutant(
        "the end comes before the measurement window is over",
        TABLE,
        "Guard.LAST_STAGE, Guard.NOT_KILLED, Guard.BAKED, Guard.WINDOW_OVER",
        "Guard.LAST_STAGE, Guard.NOT_KILLED, Guard.BAKED",
    ),
    Mutant(
        "an approver who is none any more counts",
        "services/actions/situations.py",
        "(name in voters and (role is None or not role.covers(Role.APPROVER)))",
        "(name in voters and role is None)",
    ),
    Mutant(
        "a leader who saw an earlier stage goes on",
        RAMP_GUARDS,
        "    if wish.seen_stage is None or wish.seen_stage == stage:",
        "    if wish.seen_stage is None or wish.seen_stage <= (stage or 0):",
    ),
    Mutant(
        "who bypassed looks at it afterwards",
        GUARDS,
        "    if bypass and now.actor.name not in bypass:",
        "    if bypass:",
    ),
    Mutant(
        "the trail tells the reasons of steps in clear",
        "services/actions/recording.py",
        '            "reason": trail.hide(reason),',
        '            "reason": reason,',
    ),
    Mutant(
        "the trail tells the reason of a stop in clear",
        "services/actions/stopping.py",
        '            body={"reason": self._trail.hide(reason)},',
        '            body={"reason": reason},',
    ),
    Mutant(
        "a marketer lifts the stop",
        "services/actions/stopping.py",
        '    wanted, words = (Role.MARKETER, "a marketer") if kind == KILL else (Role.APPROVER, "an approver")',
        '    wanted, words = (Role.MARKETER, "a marketer") if kind else (Role.APPROVER, "an approver")',
    ),
)
