"""Taking a live change back: what returns, what cannot, and the check that it did."""

from __future__ import annotations

import streamlit as st

from learning.domain.actions import ActionCommand
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.governance.situation import Wish
from services.actions.cards import ActionCard
from ui.actions.orders import give, say_done
from ui.actions.words import stage_words, title_words, value_words
from ui.imports.wording import plain
from ui.problems import shown_problems


@st.dialog("Stop and roll back?", icon=":material/undo:", width="medium")
def rollback_dialog(brand: Brand, card: ActionCard) -> None:
    """Show what returns and what cannot, ask for the reason, and roll back."""
    draft = card.record.draft
    st.markdown(f"**{plain(title_words(draft))}** ({stage_words(card.record)})")
    st.markdown(
        f"| Programs get now | They get again |\n|---|---|\n| {plain(value_words(draft.to_value))} | "
        f"**{plain(value_words(draft.from_value))}** |"
    )
    judged = card.report or card.judgement
    met = f"{judged.treated:,} units have" if judged is not None else "Some units may have"
    st.markdown(
        f"- **Returns at once**: the exact old value, as version {card.live_version + 1}, for everybody.\n"
        f"- **Cannot be taken back**: {met} met the new value; what they did then stays counted.\n"
        f"- **{'By hand' if draft.by_hand else 'As its author put it'}**: {plain(draft.undo) or 'nothing more.'}"
    )
    st.caption("No approval is needed. What was measured so far stays in the ledger, a loss too.")
    reason = st.text_area("Why? (kept in the history)", key="rollback_reason", max_chars=1000)
    if st.button("Roll back", type="primary", icon=":material/undo:", key="sure_rollback"):
        with shown_problems("the rollback"):
            if not (reason or "").strip():
                raise RuleRefused("reason_missing", "A rollback needs a reason.", "Say why, in a sentence.")
            give(brand, card, ActionCommand.ROLLBACK, Wish(reason=(reason or "").strip()))
            say_done("Rolled back.")
