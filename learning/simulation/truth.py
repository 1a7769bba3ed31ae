"""The truth of a simulated history, for holding findings against it."""

from datetime import timedelta

from learning.simulation.history import History
from learning.simulation.world import Effect, World


def describe_truth(history: History) -> dict[str, object]:
    """Everything that was planted, with its real dates.

    Args:
        history: the history that was drawn.

    Returns:
        Plain values for JSON: the world's name, the first day, the effects (levels and log lift), the events with
        first and last day, and each post's own random effect on the log scale by content id.
    """
    world = history.world
    return {
        "world": world.name.value,
        "first_day": history.first.isoformat(),
        "days": history.days,
        "posts": len(history.posts),
        "impressions": int(history.activity["impressions"].sum()),
        "effects": [_effect(effect) for effect in world.effects],
        "events": _events(history, world),
        "post_effects": dict(
            zip(
                history.posts["content_id"].tolist(),
                [round(float(x), 6) for x in history.post_effects],
                strict=True,
            )
        ),
    }


def _effect(effect: Effect) -> dict[str, object]:
    return {
        "levels": {attribute.value: level for attribute, level in effect.levels},
        "log_lift": round(effect.log_lift, 6),
    }


def _events(history: History, world: World) -> list[dict[str, object]]:
    def day(number: int) -> str:
        return (history.first + timedelta(days=number)).isoformat()

    events: list[dict[str, object]] = [
        {
            "kind": "level_shift",
            "platform": s.platform,
            "first": day(s.first_day),
            "last": day(s.last_day),
            "factor": s.factor,
        }
        for s in world.shifts
    ]
    events += [{"kind": "spike", "first": day(s.day), "factor": s.factor} for s in world.spikes]
    events += [
        {
            "kind": "outage",
            "device": o.device,
            "first": day(o.first_day),
            "last": day(o.last_day),
            "factor": o.factor,
        }
        for o in world.outages
    ]
    if world.swap is not None:
        swap = world.swap
        events.append(
            {
                "kind": "swap",
                "attribute": swap.attribute.value,
                "levels": [swap.one, swap.other],
                "first": day(swap.day),
            }
        )
    return events
