"""Which cut answers: the same views stand in several, and only one may be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from learning.domain.dimensions import comes_from_content
from learning.domain.enums import Basis, Grain
from learning.domain.holdings import AccountName, CutHolding
from learning.domain.observations import CutSpec

CALENDAR_DIMENSIONS: Final = ("date", "week", "month")
FREE_DIMENSIONS: Final = frozenset({"platform", "account", "currency", *CALENDAR_DIMENSIONS})
"""What every cut can be split by."""
DEFAULT_ACCOUNT: Final = "default"
"""The account of files that name none."""


def can_answer(spec: CutSpec, dimension: str) -> bool:
    """Say whether the numbers of a cut can be split or filtered by a dimension.

    Args:
        spec: The cut.
        dimension: A dimension of `bellwether metrics`, e.g. 'persona', 'hour_of_week', 'country'.

    Returns:
        True where the cut was reported by that dimension, or by contents that have it.
    """
    if dimension in FREE_DIMENSIONS or dimension in spec.dimensions:
        return True
    if "content" not in spec.dimensions:
        return dimension == "hour_of_week" and spec.grain is Grain.HOUR
    if dimension == "hour_of_week":
        return spec.grain is Grain.HOUR or spec.basis is Basis.LIFETIME
    return comes_from_content(dimension, spec.dimensions)


def candidate_cuts(
    holdings: Iterable[CutHolding], dimensions: Sequence[str], needs: Sequence[Sequence[str]]
) -> tuple[CutHolding, ...]:
    """List the cuts of one platform and basis that hold what a metric needs, by every dimension asked for.

    Args:
        holdings: Cuts of one platform and one basis.
        dimensions: Dimensions of the split and of the filters.
        needs: Groups of names of facts or measures; a cut needs one of each group.

    Returns:
        The fewest dimensions first, of equals the newest import first.
    """
    fitting = [
        holding
        for holding in holdings
        if all(can_answer(holding.spec, dimension) for dimension in dimensions) and _holds(holding, needs)
    ]
    return tuple(sorted(fitting, key=lambda holding: (len(holding.spec.dimensions), -holding.newest, holding.cut_id)))


def _holds(holding: CutHolding, needs: Sequence[Sequence[str]]) -> bool:
    held = {fact.value for fact in holding.facts} | {measure.name for measure in holding.measures}
    return all(any(name in held for name in group) for group in needs)


@dataclass(frozen=True, slots=True)
class CutChoice:
    """The cut that answers and the days of the range that it has nothing for."""

    holding: CutHolding
    missing_days: tuple[int, ...]


def choose_cut(
    candidates: Sequence[CutHolding], wanted: frozenset[int], covered: Callable[[CutHolding], frozenset[int]]
) -> CutChoice | None:
    """Choose the one cut that a figure is read from.

    Args:
        candidates: In the order of `candidate_cuts`.
        wanted: The epoch days that were asked for.
        covered: Gives the epoch days for which a cut has the metric; asked no more often than needed.

    Returns:
        The first that covers every wanted day; if none does, the one with the most of them (ties: fewest dimensions,
        then newest import). None where no candidate has any of these days.
    """
    best: tuple[int, CutHolding, frozenset[int]] | None = None
    for holding in candidates:
        days = covered(holding) & wanted
        if days and (best is None or len(days) > best[0]):
            best = len(days), holding, days
        if len(days) == len(wanted):
            break
    if best is None:
        return None
    return CutChoice(best[1], tuple(sorted(wanted - best[2])))


def bridge_quiet_days(days: frozenset[int], runs: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Count days without a row as covered where an import reaches across them.

    A table by content has no row for a day on which nothing was seen; a gap between two imports stays a gap.

    Args:
        days: Epoch days with rows of a cut that is reported by content.
        runs: First and last epoch day of each import that wrote to the cut, to within a day.

    Returns:
        The days, and every day between two of them that lies within one import.
    """
    spans = tuple(runs)
    ordered = sorted(days)
    quiet: set[int] = set()
    for before, after in pairwise(ordered):
        if after - before > 1 and any(first - 1 <= before and after <= last + 1 for first, last in spans):
            quiet.update(range(before + 1, after))
    return days | quiet


@dataclass(frozen=True, slots=True)
class AccountGroup:
    """Accounts of one platform that figures are read for together, from one cut."""

    platform: str
    account_ids: tuple[int, ...]


def group_accounts(accounts: Iterable[AccountName]) -> tuple[AccountGroup, ...]:
    """Group accounts so that the same activity is not read twice.

    Args:
        accounts: Accounts of any platforms.

    Returns:
        One group per platform and account, except that files which name no account are taken to be about the only named
        one of their
        platform: a daily export without a name and a post-level export with it tell of the same views.
    """
    by_platform: dict[str, list[AccountName]] = {}
    for account in sorted(accounts, key=lambda account: (account.platform, account.account_id)):
        by_platform.setdefault(account.platform, []).append(account)
    groups: list[AccountGroup] = []
    for platform, members in by_platform.items():
        named = [account for account in members if account.handle != DEFAULT_ACCOUNT]
        if len(named) == 1:
            groups.append(AccountGroup(platform, tuple(account.account_id for account in members)))
        else:
            groups.extend(AccountGroup(platform, (account.account_id,)) for account in members)
    return tuple(groups)
