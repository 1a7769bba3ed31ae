"""The composition root: opens the store and puts the services of this process together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from db.engine import Store, open_store
from services.accounts.signing_in import AccountService
from services.actions.adjusting import AdjustingService
from services.actions.performing import ActionService
from services.actions.shadowing import ShadowService
from services.actions.stopping import StopService
from services.actions.trail import Trail, open_trail
from services.callers import Caller, Who
from services.clock import Clock, SystemClock
from services.decisions.recording import DecisionService
from services.imports.drafts import DraftService
from services.imports.history import HistoryService
from services.imports.importing import ImportService
from services.imports.undo import UndoService
from services.parameters.pinning import PinService
from services.parameters.reviewing import ReviewService
from services.parameters.serving import ParameterService
from services.people import PeopleService
from services.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """What pages, programs and commands work with."""

    settings: Settings
    store: Store
    clock: Clock
    imports: ImportService
    undo: UndoService
    drafts: DraftService
    history: HistoryService
    trail: Trail
    actions: ActionService
    stops: StopService
    people: PeopleService
    accounts: AccountService
    parameters: ParameterService
    adjusting: AdjustingService
    pins: PinService
    shadows: ShadowService
    reviews: ReviewService
    decisions: DecisionService

    def caller(self, who: Who) -> Caller:
        """Return somebody who calls the services of this process."""
        return Caller(who, self.trail, self.clock)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def open_services(settings: Settings, clock: Clock | None = None) -> Services:
    """Open the store and return the services on it.

    Raises:
        StoreUnavailable: The database does not answer.
        SchemaBehind: Its schema is older than this program.
    """
    clock = clock or SystemClock()
    store = open_store(settings.database_url)
    trail = open_trail(settings)
    actions = ActionService(store, trail, clock)
    return Services(
        settings=settings,
        store=store,
        clock=clock,
        imports=ImportService(store, settings, clock),
        undo=UndoService(store, settings, clock),
        drafts=DraftService(store, settings, clock),
        history=HistoryService(store),
        trail=trail,
        actions=actions,
        stops=StopService(store, trail, clock),
        people=PeopleService(store, trail, clock),
        accounts=AccountService(store, trail, clock, settings),
        parameters=ParameterService(store, settings, clock=clock),
        adjusting=AdjustingService(store, trail, clock),
        pins=PinService(store),
        shadows=ShadowService(store, trail, clock),
        reviews=ReviewService(store, actions),
        decisions=DecisionService(store, settings),
    )


@contextmanager
def services_of(settings: Settings, clock: Clock | None = None) -> Iterator[Services]:
    """Open the services for as long as a block lasts."""
    services = open_services(settings, clock)
    try:
        yield services
    finally:
        services.close()
