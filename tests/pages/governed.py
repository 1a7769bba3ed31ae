"""A brand with two made-up people and short words for commands about changes, for tests of pages."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace

from learning.domain.actions import ActionCommand, ActionDraft, ActionRecord, ExpectedEffect, GuardrailMargin
from learning.domain.policies import Policy, Role, SystemActor
from learning.governance.situation import Wish
from services.actions.orders import Answer, Order
from services.actions.policies import SETTING, policy_to_text
from services.bootstrap import Services, open_services
from services.settings import current_settings
from tests import drafts

AUTHOR, APPROVER, VIEWER = "Mara", "Theo", "Vic"
DRAFT = replace(
    drafts.DRAFT,
    evidence="by hand",
    expected=ExpectedEffect("click_rate", 0.02, 0.2),
    guardrails=(GuardrailMargin("conversion_rate", 0.1),),
    undo="Back to 40 characters.",
)


class Governed:
    """One brand with an author, an approver and a viewer."""

    def __init__(self, brand_id: int) -> None:
        self.services: Services = open_services(current_settings())
        with self.services.store.read() as work:
            self.brand = work.brands.get(brand_id)
        for name, role in ((AUTHOR, Role.MARKETER), (APPROVER, Role.APPROVER), (VIEWER, Role.VIEWER)):
            self.services.people.add(self.brand, name, role, is_sample=True)
        self._keys = itertools.count(1)

    def do(
        self,
        command: ActionCommand,
        who: str | SystemActor,
        action_id: int | None = None,
        *,
        draft: ActionDraft | None = None,
        wish: Wish | None = None,
        changes: Mapping[str, object] | None = None,
    ) -> Answer:
        order = Order(self.brand, command, who, f"key {next(self._keys)}", action_id, wish or Wish(), draft, changes)
        return self.services.actions.perform(order)

    def submitted(self, who: str = AUTHOR, **changes: object) -> int:
        draft = replace(DRAFT, **changes)  # type: ignore[arg-type]  # a test names its changes
        action_id = self.do(ActionCommand.PROPOSE, who, draft=draft).action_id
        self.do(ActionCommand.SUBMIT, who, action_id)
        return action_id

    def started(self) -> int:
        action_id = self.approved()
        self.do(ActionCommand.START, APPROVER, action_id)
        return action_id

    def approved(self) -> int:
        action_id = self.submitted()
        record = self.get(action_id)
        self.do(
            ActionCommand.APPROVE,
            APPROVER,
            action_id,
            wish=Wish(seen_round=record.round, seen_digest=record.digest, prediction="better"),
        )
        return action_id

    def get(self, action_id: int) -> ActionRecord:
        with self.services.store.read() as work:
            return work.actions.get(self.brand.id, action_id)

    def set_policy(self, policy: Policy) -> None:
        with self.services.store.write() as work:
            work.settings.put(self.brand.id, SETTING, policy_to_text(policy))
            work.commit()
