"""Saved views: a page with its filters under a name.

A shared view can be opened by everybody of the brand; only its author renames, shares or deletes it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.errors import BadOption, NotFound, Refused
from learning.domain.permissions import Permission
from learning.domain.views import SavedView, ViewDraft
from services.callers import Caller

LONGEST_NAME: Final = 60
LONGEST_QUERY: Final = 8_000
MOST_VIEWS: Final = 200
"""Of one person and brand: more are a fault of a program."""
BREAKING: Final = ("Cc", "Cs", "Zl", "Zp")


def save_view(store: Store, brand_id: int, draft: ViewDraft, *, who: Caller, now: datetime) -> SavedView:
    """Store a view and return it; one of the person's own with the same name is replaced.

    Raises:
        BadOption: The name or the address cannot be used, or the person has too many views.
    """
    name, query = _name(draft.name), _query(draft.query)
    with who.write(store, brand_id, _permission(shared=draft.shared)) as (work, actor):
        found = work.views.find_named(brand_id, actor.name, name)
        if found is not None:
            stored = replace(found, page=draft.page, query=query, shared=draft.shared)
            work.views.update(stored)
        else:
            own = [view for view in work.views.list_of(brand_id, actor.name) if view.who == actor.name]
            if len(own) >= MOST_VIEWS:
                raise BadOption("the number of saved views", str(len(own) + 1), f"at most {MOST_VIEWS}; delete one")
            created_at = int(now.timestamp())
            stored = work.views.add(SavedView(brand_id, name, draft.page, query, actor.name, created_at, draft.shared))
        work.commit()
    return stored


def rename_view(store: Store, brand_id: int, view_id: int, name: str, *, who: Caller) -> SavedView:
    """Give a view another name and return it.

    Raises:
        BadOption: The name cannot be used or is taken by another view of the person.
        NotFound: There is no such view, or it is somebody else's own.
        Refused: It was shared by somebody else.
    """
    name = _name(name)
    with who.write(store, brand_id, Permission.OWN_VIEW, f"view:{view_id}") as (work, actor):
        view = _own(work, brand_id, view_id, actor.name)
        taken = work.views.find_named(brand_id, actor.name, name)
        if taken is not None and taken.id != view_id:
            raise BadOption("the name of a view", name, "a name that none of your views has yet")
        renamed = replace(view, name=name)
        work.views.update(renamed)
        work.commit()
    return renamed


def share_view(store: Store, brand_id: int, view_id: int, *, shared: bool, who: Caller) -> SavedView:
    """Show a view to everybody of the brand, or to its author alone.

    Raises:
        NotFound: There is no such view, or it is somebody else's own.
        Refused: It was shared by somebody else.
    """
    with who.write(store, brand_id, _permission(shared=shared), f"view:{view_id}") as (work, actor):
        view = replace(_own(work, brand_id, view_id, actor.name), shared=shared)
        work.views.update(view)
        work.commit()
    return view


def remove_view(store: Store, brand_id: int, view_id: int, *, who: Caller) -> None:
    """Delete a view.

    Raises:
        NotFound: There is no such view, or it is somebody else's own.
        Refused: It was shared by somebody else.
    """
    with who.write(store, brand_id, Permission.OWN_VIEW, f"view:{view_id}") as (work, actor):
        _own(work, brand_id, view_id, actor.name)
        work.views.remove(brand_id, view_id)
        work.commit()


def list_views(work: UnitOfWork, brand_id: int, *, who: str) -> tuple[SavedView, ...]:
    """Return the views that a person may open, by name."""
    return work.views.list_of(brand_id, who)


def parameters_of(view: SavedView) -> dict[str, list[str]]:
    """Return the parts of the address of a view."""
    found: dict[str, list[str]] = {}
    for key, value in parse_qsl(view.query, keep_blank_values=True):
        found.setdefault(key, []).append(value)
    return found


def _permission(*, shared: bool) -> Permission:
    return Permission.SHARED_VIEW if shared else Permission.OWN_VIEW


def _own(work: UnitOfWork, brand_id: int, view_id: int, who: str) -> SavedView:
    view = work.views.get(brand_id, view_id)
    if view.who != who:
        if not view.shared:
            # Whether a view of somebody else's own exists is theirs to know.
            raise NotFound("saved view", str(view_id))
        raise Refused(
            f"The view '{view.name}' was shared by {view.who}; only they change it.",
            "Open it and save it under a name of your own.",
        )
    return view


def _name(text: str) -> str:
    shown = "".join(" " if unicodedata.category(sign) in BREAKING else sign for sign in text)
    found = " ".join(shown.split())
    if not found:
        raise BadOption("the name of a view", text, "a few words, such as 'Monday review'")
    if len(found) > LONGEST_NAME:
        raise BadOption("the name of a view", f"{found[:20]}…", f"at most {LONGEST_NAME} characters")
    return found


def _query(text: str) -> str:
    """The pairs as they came, written one way."""
    if len(text) > LONGEST_QUERY:
        raise BadOption("the address of a view", f"{text[:20]}…", f"at most {LONGEST_QUERY:,} characters")
    return urlencode(parse_qsl(text.removeprefix("?"), keep_blank_values=True))
