"""One run over the data of a brand: load, look, judge everything together, keep."""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from db.engine import Store
from db.repositories.insight_log import KeptCandidates, KeptFormulas
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.insight_log import InsightRun
from learning.domain.insights import Candidate, Finding
from learning.insights.brand_data import BrandData
from learning.insights.catalogue import DETECTORS, with_embedder
from learning.insights.control import control
from learning.insights.data_parts import Part, digests_of
from learning.insights.detector import Detector
from learning.insights.engagement_reports import EngagementReport, engagement_reports
from learning.insights.fingerprints import fingerprint, merge_duplicates
from learning.insights.formulas import winning_formulas
from services.analyses.refresh import refresh_analyses
from services.feedback.watching import keep_reports
from services.insights.embedding import text_embedder
from services.insights.loading import Loaded, load_brand
from services.insights.methods import methods_digest
from services.insights.renewing import Outcome, keep_findings
from services.insights.settings import InsightSettings, read_settings, settings_text
from services.settings import current_settings

log = logging.getLogger("bellwether.insights")

Answer = TypeVar("Answer")

FORMULAS: Final = "formulas"
REPORTS: Final = "engagement_reports"
FORMULAS_READ: Final = frozenset({Part.POSTS, Part.PEERS})
_locks: Final[defaultdict[tuple[str, int], threading.Lock]] = defaultdict(threading.Lock)
"""One run at a time per store and brand in this process; the second finds nothing left to do."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """What a run works with once everything is read."""

    brand: Brand
    settings: InsightSettings
    text: str
    """The settings as they are kept with the run."""
    loaded: Loaded
    bases: Mapping[str, str]
    """Name of a detector -> what it looks at."""
    due: tuple[Detector, ...]
    kept: Mapping[str, KeptCandidates]
    """Of the detectors that need not look again."""
    has_stale_formulas: bool


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the detectors proposed."""

    candidates: tuple[Candidate, ...]
    new: tuple[KeptCandidates, ...]
    formulas: KeptFormulas | None
    """None where those that are kept still hold."""
    reports: tuple[EngagementReport, ...] | None
    """What is told to the loop of feedback; None where it could not, or is not to be looked for."""
    failed: Mapping[str, str]
    """Name of a detector -> why it proposed nothing."""


def run_insights(
    store: Store, brand_id: int, now: datetime, *, whole: bool = False, again: bool = False
) -> InsightRun | None:
    """Look at the data of a brand if it changed since the last run; None where there was nothing to do.

    Everything is read in one transaction, computed outside of any, and kept in one short write. Detectors whose data
    did not change are not asked again: what they proposed is judged together with the new, and the outcome is that of a
    run of all. `whole` asks all of them, though nothing changed; `again` those that see something new, though no data
    were imported: programs decide all the time. Findings of older data never replace those of newer.

    Raises:
        NotFound: There is no such brand.
        StoreUnavailable: The database does not answer.
        Refused: The sentence model that the operator set cannot be loaded.
    """
    begun = int(now.timestamp())
    with _locks[str(store.url), brand_id]:
        # Detectors of series read what the analyses of the same data found; where nothing changed this costs nothing.
        refresh_analyses(store, brand_id, now)
        ready = _load(store, brand_id, now, whole=whole, again=again)
        if ready is None:
            return None
        looked = _look(ready, begun)
        findings = merge_duplicates(control(looked.candidates))
        return _keep(store, ready, looked, findings, begun)


def is_behind(work: UnitOfWork, brand: Brand) -> bool:
    """Tell whether data or settings of a brand changed since its last run."""
    last = work.insight_log.find_run(brand.id, succeeded=True)
    settings = read_settings(work, brand.id)
    if not settings.pattern_recognition or (last is None and brand.data_version == 0):
        return False
    if last is None or last.data_version < brand.data_version:
        return True
    return last.settings_version < brand.settings_version and last.settings != _text(work, brand.id, settings)


def has_data(work: UnitOfWork, brand: Brand) -> bool:
    """Tell whether there is anything to look at: an import, or decisions of programs."""
    return brand.data_version > 0 or work.decisions.find_newest(brand.id) is not None


def has_new_decisions(work: UnitOfWork, brand: Brand) -> bool:
    """Tell whether programs decided something since the last run."""
    newest = work.decisions.find_newest(brand.id)
    last = work.insight_log.find_run(brand.id, succeeded=True)
    return newest is not None and (last is None or newest >= last.started_at)


def _text(work: UnitOfWork, brand_id: int, settings: InsightSettings) -> str:
    goals = [asdict(goal) | {"deadline": str(goal.deadline)} for goal in work.goals.list_of(brand_id)]
    stored = work.settings.list_all(brand_id)
    gates = {name: value for name, value in stored.items() if name.startswith("gates.")}
    return settings_text(settings, {"goals": goals, "gates": gates})


def _load(store: Store, brand_id: int, now: datetime, *, whole: bool, again: bool) -> _Ready | None:
    with store.read() as work:
        brand = work.brands.get(brand_id)
        if not (is_behind(work, brand) or ((whole or again) and has_data(work, brand))):
            return None
        settings = read_settings(work, brand_id)
        if not settings.pattern_recognition:
            return None
        today = now.astimezone(ZoneInfo(brand.time_zone)).date()
        loaded = load_brand(work, brand_id, today, settings, moment=int(now.timestamp()))
        basis = _bases(loaded.data, settings)
        kept = {} if whole else work.insight_log.list_candidates(brand_id, basis)
        due = tuple(one for one in DETECTORS if one.name in basis and one.name not in kept)
        formulas = None if whole else work.insight_log.find_formulas(brand_id)
        stale = formulas is None or formulas.basis != basis[FORMULAS]
        if again and not (whole or due or stale or is_behind(work, brand)):
            return None
        text = _text(work, brand_id, settings)
        return _Ready(brand, settings, text, loaded, basis, due, kept, stale)


def _bases(data: BrandData, settings: InsightSettings) -> Mapping[str, str]:
    """What each detector that is asked, and the formulas, would look at: data, gates, metrics, and these methods."""
    digests = digests_of(data)
    own = [asdict(data.gates), asdict(data.marks), data.metrics, settings.historical_learning]
    frame = [methods_digest(), current_settings().sentence_model, *own]
    reads = {one.name: one.reads for one in DETECTORS if one.name not in settings.detectors_off}
    return {
        name: json.dumps([frame, {part.value: digests[part] for part in sorted(parts)}])
        for name, parts in {**reads, FORMULAS: FORMULAS_READ}.items()
    }


def _look(ready: _Ready, moment: int) -> _Looked:
    """Ask the detectors that are due; a fault in one leaves the others."""
    new: list[KeptCandidates] = []
    failed: dict[str, str] = {}
    data = ready.loaded.data
    for detector in with_embedder(ready.due, text_embedder(current_settings().sentence_model)):
        proposed = _asked(detector.name, partial(detector.detect, data), failed)
        if proposed is not None:
            basis = ready.bases[detector.name]
            new.append(KeptCandidates(ready.brand.id, detector.name, basis, moment, tuple(proposed)))
    every = [*ready.kept.values(), *new]
    order = {detector.name: place for place, detector in enumerate(DETECTORS)}
    every.sort(key=lambda one: order[one.detector])
    found = _asked(FORMULAS, partial(winning_formulas, data), failed) if ready.has_stale_formulas else None
    formulas = None if found is None else KeptFormulas(ready.brand.id, ready.bases[FORMULAS], moment, found)
    watched = ready.settings.performance_tracking
    watch = partial(engagement_reports, data.posts, data.gates, data.today)
    reports = _asked(REPORTS, watch, failed) if watched else None
    return _Looked(tuple(each for one in every for each in one.candidates), tuple(new), formulas, reports, failed)


def _asked(name: str, ask: Callable[[], Answer], failed: dict[str, str]) -> Answer | None:
    """The answer; None where a fault of ours came in its place, which is logged and noted."""
    try:
        return ask()
    except Exception:
        fault = secrets.token_hex(4)
        log.exception("fault %s in the detector %s", fault, name)
        failed[name] = f"a fault of ours, {fault} in the log"
        return None


def _keep(store: Store, ready: _Ready, looked: _Looked, findings: Sequence[Finding], moment: int) -> InsightRun | None:
    """Write everything, unless newer data was looked at meanwhile or the brand is gone."""
    brand = ready.brand
    tested = {fingerprint(one.subject): one for one in looked.candidates}
    failure = "; ".join(f"{name}: {why}" for name, why in looked.failed.items())
    with store.write() as work:
        if brand.id not in {one.id for one in work.brands.list_all()}:
            return None
        work.brands.lock(brand.id)
        last = work.insight_log.find_run(brand.id, succeeded=True)
        if last is not None and last.data_version > brand.data_version:
            return None
        anew = frozenset(one.detector for one in looked.new)
        outcome = Outcome(brand, ready.settings, ready.loaded.goals, tested, frozenset(looked.failed), moment, anew)
        keep_findings(work, findings, outcome)
        for one in looked.new:
            work.insight_log.keep_candidates(one)
        if looked.formulas is not None:
            work.insight_log.keep_formulas(looked.formulas)
        if looked.reports is not None:
            keep_reports(work, brand.id, looked.reports, moment)
        if work.brands.get(brand.id).data_version == brand.data_version:
            work.kept_sums.keep(ready.loaded.fresh)
        run = InsightRun(
            brand.id,
            moment,
            moment,
            brand.data_version,
            brand.settings_version,
            looked_at=len(looked.candidates),
            found=len(findings),
            settings=ready.text,
        )
        run = work.insight_log.add_run(run)
        if failure:
            work.insight_log.add_run(replace(run, id=0, failure=failure))
        work.commit()
    return run
