"""The upload, from the dropped file to the first chart; its token stands in the address, so that a reload goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.imports import FileReport, ImportOptions
from services.analyses.upkeep import follow_change_beside
from services.bootstrap import Services
from services.brands import get_import_brand
from services.imports.drafts import Draft, Upload
from services.imports.progress import Progress
from services.imports.requests import ImportRequest, options_fingerprint
from ui import reads, runtime
from ui.demo import demo_notice
from ui.imports.result import show_result
from ui.imports.runs import ImportRuns, RunStage, RunView, Work
from ui.imports.samples import samples_of
from ui.imports.steps import choose_files, look, running
from ui.problems import show_error, show_failed_run

ADDRESS_KEY: Final = "upload"
ROUND: Final = "_upload_round"
"""Raised to empty the file chooser: it cannot be emptied otherwise."""
MEGABYTE: Final = 1024 * 1024
EVERY: Final = 0.7
Reports = tuple[FileReport, ...]


def upload_wizard(brand: Brand | None) -> None:
    """Draw the step at which the upload is."""
    if brand is not None and brand.is_demo:
        demo_notice(brand)
        return
    token = st.query_params.get(ADDRESS_KEY)
    done = runtime.imports().view(token) if token else None
    if token and brand and done:
        _import_step(brand, token, done)
        return
    draft = runtime.services().drafts.find(token, brand_id=brand.id, who=runtime.who()) if token and brand else None
    if brand is None or draft is None:
        if token:
            st.info("This upload is finished or has expired. Drop the files again.", icon=":material/history:")
        _choose_step(brand)
        return
    _check_step(brand, draft)


def _choose_step(brand: Brand | None) -> None:
    services = runtime.services()
    key = f"files_{st.session_state.get(ROUND, 0)}"
    dropped = choose_files(services.settings.upload_limit_bytes // MEGABYTE, key)
    if not dropped:
        return
    with st.spinner("Keeping the files until you decide …"):
        into = brand or get_import_brand(services.store, None, services.clock)
        uploads = [Upload(file.name, file) for file in dropped]
        draft = services.drafts.start(into.id, runtime.caller(), uploads)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.query_params[ADDRESS_KEY] = draft.token
    st.rerun()


def _check_step(brand: Brand, draft: Draft) -> None:
    """Look at the files in the background; a look is made once for the same choices at the same state of the data."""
    token = f"{draft.token}:{brand.data_version}:{options_fingerprint(draft.options)}"
    runs = runtime.previews()
    runs.start(token, _work(runtime.services().imports.preview, brand, draft, draft.options))
    view = runs.view(token)
    if view is None or view.running:
        _watch(runs, token, "Looking at your files")
        return
    if view.result is None:
        _failed(runs, token, view)
        _start_over_button(draft)
        return
    key = f"up_{draft.token[:8]}"
    checked = look(view.result, draft.options, samples_of(draft), key, aside=lambda: _start_over_button(draft))
    if checked.wanted:
        work = _work(_committing(runtime.services()), brand, draft, checked.options)
        runtime.imports().start(draft.token, work)
        st.rerun()
    if checked.options != draft.options:
        runtime.services().drafts.update(draft, options=checked.options)
        st.rerun()


def _import_step(brand: Brand, token: str, view: RunView[Reports]) -> None:
    runs = runtime.imports()
    if view.running:
        _watch(runs, token, "Importing")
    elif view.result is None:
        _failed(runs, token, view)
    else:
        # The import may have ended after this run read the brand: its versions are the keys of what is shown.
        show_result(reads.fresh(brand), view.result)
        st.button("Upload more files", icon=":material/add:", on_click=_leave, args=(token,))


def _work(
    service: Callable[[ImportRequest], Reports], brand: Brand, draft: Draft, options: ImportOptions
) -> Work[Reports]:
    """Bind a service call to the run that reports its progress and asks whether to stop."""
    who = runtime.caller()

    def work(report: Callable[[RunStage], None], stop: Callable[[], bool]) -> Reports:
        def progress(at: Progress) -> None:
            report(RunStage(at.stage.value, at.file, at.file_number, at.files, at.share))

        return service(ImportRequest(brand, who, draft.files, options, on_progress=progress, is_cancelled=stop))

    return work


def _committing(services: Services) -> Callable[[ImportRequest], Reports]:
    """Import, and have the series analysed while the result is shown."""

    def commit(request: ImportRequest) -> Reports:
        reports = services.imports.commit(request)
        follow_change_beside(services.store, services.clock.now(), request.brand.id)
        return reports

    return commit


def _watch(runs: ImportRuns[Reports], token: str, title: str) -> None:
    """Follow a run without holding the page; when it ends, the page is drawn anew."""

    @st.fragment(run_every=EVERY)
    def follow() -> None:
        view = runs.view(token)
        if view is None or not view.running:
            st.rerun()
        if running(view, title):
            runs.cancel(token)

    follow()


def _failed(runs: ImportRuns[Reports], token: str, view: RunView[Reports]) -> None:
    if view.error is not None:
        show_error(view.error)
    else:
        show_failed_run(view.fault)
    st.button("Try again", icon=":material/refresh:", on_click=runs.forget, args=(token,), key="try_again")


def _start_over_button(draft: Draft) -> None:
    st.button(
        "Start over",
        icon=":material/restart_alt:",
        type="tertiary",
        on_click=_start_over,
        args=(draft.token,),
        help="Forget these files; nothing was stored.",
    )


def _start_over(token: str) -> None:
    runtime.services().drafts.remove(token)
    _leave(token)


def _leave(token: str) -> None:
    """Go back to an empty upload; what was kept of a finished one goes."""
    runtime.services().drafts.remove(token)
    if ADDRESS_KEY in st.query_params:
        del st.query_params[ADDRESS_KEY]
