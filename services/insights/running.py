"""One run over the data of a brand: load, look, judge everything together, keep."""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from db.engine import Store
from db.repositories.insight_log import KeptCandidates
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.goals import Goal
from learning.domain.insight_log import InsightRun
from learning.domain.insights import Candidate, Finding
from learning.insights.brand_data import BrandData
from learning.insights.catalogue import DETECTORS
from learning.insights.control import control
from learning.insights.data_parts import Part, PartState, is_due
from learning.insights.detector import Detector
from learning.insights.fingerprints import fingerprint, merge_duplicates
from learning.insights.moment_drivers import explained_from
from services.analysis_refresh import refresh_analyses
from services.insights.kept_states import pack_states, unpack_states
from services.insights.loading import load_brand, with_cells
from services.insights.renewing import Outcome, keep_findings
from services.insights.settings import InsightSettings, read_settings, settings_text

log = logging.getLogger("bellwether.insights")

_locks: Final[defaultdict[tuple[str, int], threading.Lock]] = defaultdict(threading.Lock)
"""One run at a time per store and brand in this process; the second finds nothing left to do."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """What a run works with once everything is read."""

    brand: Brand
    settings: InsightSettings
    text: str
    """The settings as they are kept with the run."""
    data: BrandData
    goals: tuple[Goal, ...]
    frame: str
    states: Mapping[Part, PartState]
    due: tuple[Detector, ...]
    kept: Mapping[str, KeptCandidates]
    """Of the detectors that need not look again."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the detectors proposed."""

    candidates: tuple[Candidate, ...]
    new: tuple[KeptCandidates, ...]
    failed: Mapping[str, str]
    """Name of a detector -> why it proposed nothing."""


def run_insights(store: Store, brand_id: int, now: datetime, *, whole: bool = False) -> InsightRun | None:
    """Look at the data of a brand if it changed since the last run; None where there was nothing to do.

    Everything is read in one transaction, computed outside of any, and kept in one short write. Detectors whose data
    hardly changed are not asked again: what they proposed is judged together with the new. `whole` asks all of them,
    though nothing changed. Findings of older data never replace those of newer data.

    Raises:
        NotFound: There is no such brand.
        StoreUnavailable: The database does not answer.
    """
    begun = int(now.timestamp())
    with _locks[str(store.url), brand_id]:
        # Detectors of series read what the analyses of the same data found; where nothing changed this costs nothing.
        refresh_analyses(store, brand_id, now)
        ready = _load(store, brand_id, now, whole=whole)
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


def _text(work: UnitOfWork, brand_id: int, settings: InsightSettings) -> str:
    goals = [asdict(goal) | {"deadline": str(goal.deadline)} for goal in work.goals.list_of(brand_id)]
    stored = work.settings.list_all(brand_id)
    gates = {name: value for name, value in stored.items() if name.startswith("gates.")}
    return settings_text(settings, {"goals": goals, "gates": gates})


def _load(store: Store, brand_id: int, now: datetime, *, whole: bool) -> _Ready | None:
    with store.read() as work:
        brand = work.brands.get(brand_id)
        if not (is_behind(work, brand) or (whole and brand.data_version > 0)):
            return None
        settings = read_settings(work, brand_id)
        if not settings.pattern_recognition:
            return None
        today = now.astimezone(ZoneInfo(brand.time_zone)).date()
        loaded = load_brand(work, brand_id, today, settings)
        frame = json.dumps([asdict(loaded.data.gates), loaded.data.metrics, settings.historical_learning])
        detectors = [one for one in DETECTORS if one.name not in settings.detectors_off]
        kept: dict[str, KeptCandidates] = {}
        for name, one in ({} if whole else work.insight_log.list_candidates(brand_id)).items():
            before = unpack_states(one.basis, frame)
            detector = next((each for each in detectors if each.name == name), None)
            if detector is not None and not is_due(detector, before, loaded.states):
                kept[name] = one
        due = tuple(one for one in detectors if one.name not in kept)
        data = loaded.data
        read = frozenset[Part]().union(*(one.reads for one in due))
        if read & {Part.CELLS, Part.RECENT_CELLS}:
            since = None if Part.CELLS in read else explained_from(data.series)
            data = with_cells(work, brand_id, loaded, since=since)
        text = _text(work, brand_id, settings)
        return _Ready(brand, settings, text, data, loaded.goals, frame, loaded.states, due, kept)


def _look(ready: _Ready, moment: int) -> _Looked:
    """Ask the detectors that are due; a fault in one leaves the others."""
    new: list[KeptCandidates] = []
    failed: dict[str, str] = {}
    for detector in ready.due:
        try:
            proposed = tuple(detector.detect(ready.data))
        except Exception:
            fault = secrets.token_hex(4)
            log.exception("fault %s in the detector %s", fault, detector.name)
            failed[detector.name] = f"a fault of ours, {fault} in the log"
            continue
        basis = pack_states({part: ready.states[part] for part in detector.reads}, ready.frame)
        new.append(KeptCandidates(ready.brand.id, detector.name, basis, moment, proposed))
    every = [*ready.kept.values(), *new]
    order = {detector.name: place for place, detector in enumerate(DETECTORS)}
    every.sort(key=lambda one: order[one.detector])
    return _Looked(tuple(each for one in every for each in one.candidates), tuple(new), failed)


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
        outcome = Outcome(brand, ready.settings, ready.goals, tested, frozenset(looked.failed), moment)
        keep_findings(work, findings, outcome)
        for one in looked.new:
            work.insight_log.keep_candidates(one)
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
