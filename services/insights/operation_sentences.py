"""Findings about programs as plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from learning.domain.insights import Candidate
from learning.metrics.words import more_words

STAGES: Final = {
    "selection_ms": "selection",
    "generation_ms": "generation",
    "validation_ms": "validation",
    "cleanup_ms": "cleaning up",
}
TITLES: Final[Mapping[str, str]] = {
    "stage": "{component} spends most of its time on {stage}",
    "bottleneck": "{component} takes most of the time of all programs together",
    "efficiency": "Too little of the {used} of {component} goes to what succeeds",
    "failures more often": "{component} fails {often} than before ({error})",
    "failures where": "{component} fails {often} {place} ({error})",
    "propagation": "{component} fails {often} after “{source}” failed in the same session",
    "order and failures": "{component} fails {often} directly after {steps}",
    "order and results": "{component} gives {better} results directly after {steps}",
    "recovery": "Too few failures of {component} are made good within the session",
    "sessions last": "Sessions with the programs last {longer} than before",
    "sessions of": "Sessions {place} last {longer}",
    "bypassed more often": "People go around {component} {often} than before",
    "bypassed where": "People go around {component} {often} {place}",
    "learning curve": "Results of {component} get clearly better the more often people use it",
    "template": "The template “{arm}” of {component} gave {better} results",
    "complexity and time": "{component} takes {longer} the more complex a request is",
    "failures and conversions": "People convert {often} in a session after {component} failed",
    "slowness and conversions": "People convert {often} in a session after {component} was slow",
    "days and outcome": "On days on which {component} {did} the brand had {outcome}",
    "used more often": "{component}{use} is used {often} than before",
    "preferred by": "{component}{use} is used {often} {place}",
    "transition": "After {steps} people go on to {component} {often}",
    "experience and success": "{component} succeeds {often} with people who have used it longer",
}
"""Pattern -> what is said of it."""


def operation_title(candidate: Candidate, effect: float) -> str:
    """Say what was found about a program, without numbers."""
    what = dict(candidate.subject.what)
    component = f"“{what.get('component', 'a program')}”"
    title = TITLES.get(what.get("pattern", ""), "Something stands out about {component}")
    return title.format(
        component=component,
        stage=STAGES.get(what.get("stage", ""), what.get("stage", "")),
        used="time" if what.get("of") == "time" else "work",
        often="more often" if effect > 0 else "less often",
        longer="longer" if effect > 0 else "less long",
        better="better" if effect > 0 else "less good",
        place=_people(what) if "people" in what else _place(what),
        use=f" for the {what['use']} “{what.get('level', '')}”" if "use" in what else "",
        error=what.get("error", ""),
        source=what.get("source", ""),
        arm=what.get("arm", ""),
        steps=steps_words(what),
        did="took longer" if what.get("of") == "time" else "failed more often",
        outcome=more_words(what.get("with", ""), effect),
    )


def steps_words(what: Mapping[str, str]) -> str:
    """Name the steps before, the first one first."""
    return " and then ".join(f"“{what[name]}”" for name in ("earlier", "before") if name in what)


def _people(what: Mapping[str, str]) -> str:
    return f"{'on the device' if what.get('attribute') == 'device' else 'by people like'} “{what['people']}”"


def _place(what: Mapping[str, str]) -> str:
    attribute, level = what.get("attribute", ""), what.get("level", "")
    if attribute == "complexity":
        return f"for {level} requests"
    name = {"arm": "with the template", "domain": "in the domain", "device": "on the device"}.get(
        attribute, f"with the {attribute}"
    )
    return f"{name} “{level}”"
