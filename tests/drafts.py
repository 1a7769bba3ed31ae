"""A proposal as a marketer writes it; tests change what they are about."""

from __future__ import annotations

from learning.domain.actions import ActionDraft, ExpectedEffect, GuardrailMargin

DRAFT = ActionDraft(
    brand_id=1,
    component="newsletter",
    operation="set",
    name="subject length",
    from_value=40,
    to_value=55,
    reason="Longer subjects were opened more often in four of five mailings.",
    evidence="a look at the last mailings",
    analysis_version="1",
    expected=ExpectedEffect("clicks", 0.02, 0.2),
    author="ann",
    created_at=0,
    command_key="",
    guardrails=(GuardrailMargin("clicks", 0.1),),
)
