"""One component: what decides, its parameters and arms, before and after, its changes, and how its operations go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.components import ArmValue, OperationFigures
from learning.metrics.words import metric_words
from services.parameters.components import SHOWN_DAYS, ComponentChange, ComponentPage, read_component
from services.parameters.strategies import ParameterView
from ui import runtime
from ui.actions.list import open_button
from ui.actions.words import state_badge, title_words, value_words
from ui.addresses import go_to
from ui.calendar_words import age_words
from ui.components.arm_fit import arm_fit_block
from ui.components.chart import outcome_chart
from ui.components.held import held_block
from ui.components.list import PAGE
from ui.components.shadow import shadow_block
from ui.components.words import (
    DECIDES_ICONS,
    bounds_words,
    effect_words,
    mean_words,
    since_words,
    strategy_words,
    whom_words,
)
from ui.imports.wording import plain
from ui.numbers import NO_BREAK, count_words
from ui.problems import shown_problems

METRIC_KEY: Final = "outcome"
DAYS_KEY: Final = "days"
SHOWN_KEY: Final = "_component_changes_shown"
AT_A_TIME: Final = 10
FEW_JUDGED: Final = 30
ERRORS_NAMED: Final = 5


def component_page(brand: Brand, component: str) -> None:
    """Draw one component as it stands at this moment."""
    st.button(
        "All components",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=go_to,
        args=(PAGE,),
        key="all_components",
    )
    page = _read(brand, component)
    st.title(plain(page.component), anchor=False)
    st.caption(_what_it_is(page))
    blocks: tuple[tuple[str, Callable[[Brand, ComponentPage], None]], ...] = (
        ("what decides", _strategy),
        ("what runs in shadow", shadow_block),
        ("what people hold", held_block),
        ("before and after", _before_and_after),
        ("the changes", _changes),
        ("the parameters", _parameters),
        ("the arms", _arms),
        ("the arm that fits", arm_fit_block),
        ("the operations", _operations),
    )
    for name, draw in blocks:
        with shown_problems(name):
            draw(brand, page)


def _read(brand: Brand, component: str) -> ComponentPage:
    asked = st.query_params.get(DAYS_KEY, "")
    days = int(asked) if asked.isdecimal() and int(asked) in SHOWN_DAYS else SHOWN_DAYS[0]
    with runtime.services().store.read() as work:
        return read_component(
            work,
            brand,
            component,
            int(runtime.now().timestamp()),
            metric=st.query_params.get(METRIC_KEY, ""),
            shown_days=days,
        )


def _what_it_is(page: ComponentPage) -> str:
    operations = ", ".join(sorted({plain(view.parameter.key.operation) for view in page.parameters}))
    asks = (
        f"A program that asks for {count_words(len(page.parameters), 'parameter')} to {operations}"
        if page.parameters
        else "A program that asks for no parameter"
    )
    if page.newest_decision is None:
        return f"{asks} · no decision was reported in the last {len(page.days)} days"
    newest = age_words(datetime.fromtimestamp(page.newest_decision, UTC), runtime.now())
    return f"{asks} · {count_words(page.decisions, 'decision')} in the last {len(page.days)} days, the newest {newest}"


def _strategy(brand: Brand, page: ComponentPage) -> None:
    with st.container(border=True):
        st.subheader("What decides?", anchor=False)
        if not page.parameters:
            st.markdown("Nothing yet: it has no parameter. It only reports what it decided by itself.")
        for view in page.parameters:
            key, icon = view.parameter.key, DECIDES_ICONS[view.strategy.kind]
            about = f" ({plain(whom_words(view.parameter))})" if key.context else ""
            st.markdown(
                f":material/{icon}: **{plain(key.name)}**{about}, now {plain(value_words(view.serves))}. "
                f"{strategy_words(brand, view)}"
            )


def _before_and_after(brand: Brand, page: ComponentPage) -> None:
    with st.container(border=True):
        if not page.metric:
            st.subheader("Before and after", anchor=False)
            st.markdown(
                f"Nothing was reported of its decisions in the last {len(page.days)} days, so there is no course to "
                "draw. Have the program report outcomes, with `bellwether record` or over HTTP."
            )
            return
        st.subheader(f"How did {metric_words(page.metric)} go, and what was changed when?", anchor=False)
        counted = sum(day.value.n for day in page.days if day.value is not None)
        st.caption(
            f"Mean of a decision by day with its 95{NO_BREAK}% range, {count_words(counted, 'decision')}, all versions "
            "together. Flags carry the number of the action. The course alone does not show what a change did: that "
            "is measured against the holdout, below."
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            names = [each.metric for each in page.metrics]
            st.selectbox(
                "What came of it",
                names,
                index=names.index(page.metric),
                format_func=lambda name: metric_words(name).capitalize(),
                key="component_metric",
                on_change=_choose,
                args=(METRIC_KEY, "component_metric"),
            )
            st.segmented_control(
                "Days",
                SHOWN_DAYS,
                default=len(page.days),
                format_func=lambda days: f"Last {days} days",
                key="component_days_shown",
                on_change=_choose,
                args=(DAYS_KEY, "component_days_shown"),
            )
        outcome_chart(brand, page)


def _choose(parameter: str, widget: str) -> None:
    chosen = st.session_state.get(widget)
    if chosen is not None:
        st.query_params[parameter] = str(chosen)


def _changes(brand: Brand, page: ComponentPage) -> None:
    del brand
    st.subheader("Changes", anchor=False)
    if not page.changes:
        st.markdown("Nobody has proposed a change of it yet. Everything that is changed stands here, with what it did.")
        return
    limit = int(st.session_state.get(SHOWN_KEY, AT_A_TIME))
    for change in page.changes[:limit]:
        _change(change)
    if len(page.changes) > limit:
        st.button(
            f"Show more ({len(page.changes) - limit:,})",
            key="more_component_changes",
            type="tertiary",
            on_click=_show_more,
            args=(limit,),
        )


def _change(change: ComponentChange) -> None:
    record = change.record
    with st.container(border=True, gap="xsmall", key=f"component_change_{record.id}"):
        st.markdown(f"**{plain(title_words(record.draft))}** {state_badge(record.state)}")
        st.markdown(effect_words(change))
        parts = [f"Action {record.id}", f"proposed by {plain(record.draft.author)}", _age(record.draft.created_at)]
        if change.ledger is not None:
            parts.append(f"{change.ledger.decision.replace('_', ' ')} by {plain(change.ledger.who)}")
        if record.progress.cause:
            parts.append(plain(record.progress.cause))
        st.caption(" · ".join(parts))
        open_button(record.id, key=f"component_open_{record.id}")


def _parameters(brand: Brand, page: ComponentPage) -> None:
    if not page.parameters:
        return
    st.subheader("Parameters", anchor=False)
    st.dataframe(
        [_row(brand, view) for view in page.parameters], hide_index=True, key="component_parameters", width="stretch"
    )


def _row(brand: Brand, view: ParameterView) -> dict[str, str]:
    key = view.parameter.key
    return {
        "Parameter": f"{key.operation} · {key.name}",
        "For whom": whom_words(view.parameter),
        "Base value": value_words(view.parameter.base_value),
        "Serves now": value_words(view.serves),
        "May be": bounds_words(view.parameter.spec),
        "Version": str(view.version),
        "Since, by": since_words(brand, view),
    }


def _arms(brand: Brand, page: ComponentPage) -> None:
    del brand
    for each in page.arms:
        st.subheader(f"Arms of {plain(each.parameter.parameter.key.name)}", anchor=False)
        st.dataframe(
            [_arm_row(arm, page.metric) for arm in each.arms],
            hide_index=True,
            key=f"component_arms_{each.parameter.parameter.id}",
            width="stretch",
        )
        st.caption(
            f"Of the last {len(page.days)} days. Each arm was drawn by chance with its weight; weights that moved "
            "meanwhile can favour the arm that got more of the better days."
        )


def _arm_row(arm: ArmValue, metric: str) -> dict[str, str]:
    return {
        "Arm": arm.arm,
        "Weight": "not in use" if arm.weight is None else f"{arm.weight:.0%}",
        "Taken": count_words(arm.decisions, "time"),
        f"{metric_words(metric).capitalize() if metric else 'Outcome'} a decision (95 % range)": mean_words(
            arm.value, metric
        ),
    }


def _operations(brand: Brand, page: ComponentPage) -> None:
    del brand
    found = page.operations
    st.subheader("How its operations go", anchor=False)
    if found is None:
        st.caption("Its programs tell neither of failures nor of response times.")
        return
    st.caption(f"Of its newest {count_words(found.decisions, 'decision')} in these days.")
    with st.grid(2, min_column_width=280):
        if found.judged:
            with st.container(border=True, gap="xsmall"):
                st.metric("Success rate", f"{found.succeeded / found.judged:.1%}")
                st.caption(_share_words(found))
        if found.median_ms is not None:
            with st.container(border=True, gap="xsmall"):
                st.metric("Response time, median", f"{found.median_ms:,.0f} ms")
                st.caption(f"95 of 100 within {found.p95_ms:,.0f} ms, n = {found.timed:,}")
    if found.errors:
        named = list(found.errors.items())[:ERRORS_NAMED]
        st.markdown("Failures by kind: " + ", ".join(f"{plain(kind)} {count:,}" for kind, count in named) + ".")


def _share_words(found: OperationFigures) -> str:
    few = ": too few to say much" if found.judged < FEW_JUDGED else ""
    return f"about {found.low:.1%} to {found.high:.1%} (95{NO_BREAK}% range), n = {found.judged:,}{few}"


def _age(at: int) -> str:
    return age_words(datetime.fromtimestamp(at, UTC), runtime.now())


def _show_more(limit: int) -> None:
    st.session_state[SHOWN_KEY] = limit + AT_A_TIME
