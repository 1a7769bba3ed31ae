"""Findings about programs as plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from learning.domain.insights import Candidate

_STAGES: Final = {
    "selection_ms": "selection",
    "generation_ms": "generation",
    "validation_ms": "validation",
    "cleanup_ms": "cleaning up",
}


def operation_title(candidate: Candidate, effect: float) -> str:
    """Say what was found about a program, without numbers."""
    what = dict(candidate.subject.what)
    write = _WRITERS.get(what.get("pattern", ""))
    component = f"“{what.get('component', 'a program')}”"
    return f"Something stands out about {component}" if write is None else write(what, component, effect)


def _often(effect: float) -> str:
    return "more often" if effect > 0 else "less often"


def _place(what: Mapping[str, str]) -> str:
    name = {"arm": "with the template", "domain": "in the domain"}.get(
        what["attribute"], f"with the {what['attribute']}"
    )
    return f"{name} “{what['level']}”"


def _requests(what: Mapping[str, str]) -> str:
    return f"for {what['level']} requests" if what["attribute"] == "complexity" else _place(what)


def _stage(what: Mapping[str, str], component: str, effect: float) -> str:
    del effect
    return f"{component} spends most of its time on {_STAGES.get(what['stage'], what['stage'])}"


def _bottleneck(what: Mapping[str, str], component: str, effect: float) -> str:
    del what, effect
    return f"{component} takes most of the time of all programs together"


def _efficiency(what: Mapping[str, str], component: str, effect: float) -> str:
    del effect
    return f"Too little of the {'time' if what.get('of') == 'time' else 'work'} of {component} goes to what succeeds"


def _failures(what: Mapping[str, str], component: str, effect: float) -> str:
    return f"{component} fails {_often(effect)} than before ({what['error']})"


def _failures_where(what: Mapping[str, str], component: str, effect: float) -> str:
    return f"{component} fails {_often(effect)} {_place(what)} ({what['error']})"


def _propagation(what: Mapping[str, str], component: str, effect: float) -> str:
    return f"{component} fails {_often(effect)} after “{what['source']}” failed in the same session"


def _recovery(what: Mapping[str, str], component: str, effect: float) -> str:
    del what, effect
    return f"Most failures of {component} are not made good within the session"


def _sessions(what: Mapping[str, str], component: str, effect: float) -> str:
    del what, component
    return f"Sessions with the programs last {'longer' if effect > 0 else 'less long'} than before"


def _sessions_of(what: Mapping[str, str], component: str, effect: float) -> str:
    del component
    return f"Sessions {_place(what)} last {'longer' if effect > 0 else 'less long'}"


def _bypassed(what: Mapping[str, str], component: str, effect: float) -> str:
    del what
    return f"People go around {component} {_often(effect)} than before"


def _bypassed_where(what: Mapping[str, str], component: str, effect: float) -> str:
    return f"People go around {component} {_often(effect)} {_requests(what)}"


def _learning(what: Mapping[str, str], component: str, effect: float) -> str:
    del what, effect
    return f"Results of {component} get clearly better the more often people use it"


def _template(what: Mapping[str, str], component: str, effect: float) -> str:
    return f"The template “{what['arm']}” of {component} gave {'better' if effect > 0 else 'less good'} results"


def _complexity(what: Mapping[str, str], component: str, effect: float) -> str:
    del what
    return f"{component} takes {'longer' if effect > 0 else 'less long'} the more complex a request is"


def _experience(what: Mapping[str, str], component: str, effect: float) -> str:
    del what
    return f"{component} succeeds {_often(effect)} with people who have used it longer"


_WRITERS: Final[Mapping[str, Callable[[Mapping[str, str], str, float], str]]] = {
    "stage": _stage,
    "bottleneck": _bottleneck,
    "efficiency": _efficiency,
    "failures more often": _failures,
    "failures where": _failures_where,
    "propagation": _propagation,
    "recovery": _recovery,
    "sessions last": _sessions,
    "sessions of": _sessions_of,
    "bypassed more often": _bypassed,
    "bypassed where": _bypassed_where,
    "learning curve": _learning,
    "template": _template,
    "complexity and time": _complexity,
    "experience and success": _experience,
}
