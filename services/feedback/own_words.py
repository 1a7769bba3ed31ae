"""What is no person in the notes of a brand: its own name and its accounts."""

from __future__ import annotations

from db.unit import UnitOfWork
from learning.domain.brands import Brand


def own_words(work: UnitOfWork, brand: Brand) -> tuple[str, ...]:
    """Name what masking leaves in: the brand in one word and as it is written, and its handles, whole.

    Campaigns and topics are not among them: they may be called after a person, whom a note then names.
    """
    handles = [account.handle for account in work.figures.list_accounts(brand.id)]
    return tuple(dict.fromkeys(one for one in (brand.name, "".join(brand.name.split()), *handles) if one))
