"""Whose numbers a table holds: platform and account."""

import re
from dataclasses import dataclass
from typing import Final

from learning.domain.enums import QuestionKey, Role
from learning.domain.errors import BadOption
from learning.domain.imports import BoundColumn, Question, TableHead
from learning.domain.platforms import PLATFORM_NAMES, platform_name
from learning.imports.context import PlanContext
from learning.imports.naming import META_PLATFORMS, proposed_meta_platform, stated_platform
from learning.imports.platforms.template import Template
from learning.imports.recognise import Surroundings
from learning.imports.samples import sample_of

DEFAULT_ACCOUNT: Final = "default"
DEFAULT_PLATFORM: Final = "web"
_PLATFORM_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_HANDLE: Final = re.compile(r"(?:twitter|x|tiktok)\.com/@?([A-Za-z0-9_.]{2,30})/(?:status|video|photo)/", re.IGNORECASE)
_HOST: Final = re.compile(r"https?://(?:www\.|m\.|mobile\.)?([^/\s]+)", re.IGNORECASE)
_PLATFORM_HOSTS: Final = {
    "x.com": "x",
    "twitter.com": "x",
    "instagram.com": "instagram",
    "facebook.com": "facebook",
    "linkedin.com": "linkedin",
    "tiktok.com": "tiktok",
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "pinterest.com": "pinterest",
}
_NOT_HANDLES: Final = frozenset({"i", "web", "anyuser"})
_PROPERTY: Final = re.compile(
    r"^#?\s*(?:property|propiedad|propriété|propriedade|proprietà|속성|プロパティ)\s*:\s*(.+)$", re.IGNORECASE
)
_LEGACY_NAME: Final = re.compile(r"tweet_activity_(?:by_day_)?metrics_(.+?)_\d{8}_", re.IGNORECASE)
_PLATFORM_ALIASES: Final = {
    "twitter": "x",
    "fb": "facebook",
    "ig": "instagram",
    "insta": "instagram",
    "yt": "youtube",
    "email": "mail",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """A value that was decided, or the question that stays open."""

    value: str
    question: Question | None = None
    note: str = ""


def platform_id(text: str) -> str:
    """The id of a platform as a cell or an answer writes it: 'Instagram' -> 'instagram', 'Twitter' -> 'x'."""
    name = re.sub(r"[\s\-]+", "_", text.strip().casefold())
    by_title = {title.casefold().replace(" ", "_"): key for key, title in PLATFORM_NAMES.items()}
    return _PLATFORM_ALIASES.get(name, by_title.get(name, name))


def decide_platform(
    template: Template, head: TableHead, columns: tuple[BoundColumn, ...], context: PlanContext, around: Surroundings
) -> Decision:
    """Which platform a table's numbers are from.

    Args:
        template: the report.
        head: the table.
        columns: its bound columns.
        context: the import.
        around: what stands around the table.

    Returns:
        The platform; a question with a proposal where a Meta file names neither Facebook nor Instagram.

    Raises:
        BadOption: an answer that is no platform id.
    """
    answer = context.options.answers.get(QuestionKey.PLATFORM)
    if answer is not None and (template.platform in ("", answer) or context.options.template == template.name):
        chosen = platform_id(answer)
        if not _PLATFORM_ID.fullmatch(chosen):
            raise BadOption("--answer platform", answer, "the name of a platform, such as " + ", ".join(PLATFORM_NAMES))
        return Decision(chosen)
    if template.platform:
        return Decision(template.platform)
    column = next((one for one in columns if one.field == "platform"), None)
    if column is not None:
        texts = sample_of(head, column.index).texts
        return Decision(platform_id(texts[0]) if len(texts) == 1 else DEFAULT_PLATFORM)
    linked = _platform_of_links(head, columns) if not template.name.startswith("meta_") else None
    if linked is not None:
        return Decision(linked, note=f"{platform_name(linked)} is named by the links.")
    stated = stated_platform(around)
    meta = template.name.startswith("meta_")
    if stated is not None and (not meta or stated in META_PLATFORMS):
        return Decision(stated, note=f"{platform_name(stated)} is named by the file.")
    if not meta:
        return Decision(DEFAULT_PLATFORM)
    proposed = proposed_meta_platform(head, around.siblings)
    question = Question(
        QuestionKey.PLATFORM,
        "Which platform are these numbers from? The file does not name it.",
        META_PLATFORMS,
        proposed,
    )
    return Decision(proposed, question)


def _platform_of_links(head: TableHead, columns: tuple[BoundColumn, ...]) -> str | None:
    """The social platform that all links of the sample lead to."""
    link = next((one for one in columns if one.field == "permalink"), None)
    if link is None:
        return None
    hosts = {found[1].casefold() for text in sample_of(head, link.index).texts if (found := _HOST.match(text))}
    return _PLATFORM_HOSTS.get(hosts.pop()) if len(hosts) == 1 else None


def stated_account(template: Template, head: TableHead, columns: tuple[BoundColumn, ...]) -> str | None:
    """The account that a table names.

    Args:
        template: the report.
        head: the table.
        columns: its bound columns.

    Returns:
        The one value of an account column, the handle in the links, the property in the preamble, or the handle in the
        file name; None where the table does not say (or names several).
    """
    column = next((one for one in columns if one.role is Role.ACCOUNT), None)
    if column is not None:
        texts = sample_of(head, column.index).texts
        return texts[0].lstrip("@") if len(texts) == 1 else None
    link = next((one for one in columns if one.field == "permalink"), None)
    if link is not None and template.platform in ("x", "tiktok"):
        handles = {
            found[1] for text in sample_of(head, link.index).texts if (found := _HANDLE.search(text))
        } - _NOT_HANDLES
        if len({handle.casefold() for handle in handles}) == 1:
            return min(handles)
    if template.platform in ("ga4", "google_analytics"):
        for _, cells in head.preamble:
            found = _PROPERTY.match(" ".join(cell for cell in cells if cell.strip()).strip())
            if found:
                return found[1].strip()
    named = _LEGACY_NAME.search(head.file)
    return named[1] if named else None


def decide_account(
    template: Template,
    head: TableHead,
    columns: tuple[BoundColumn, ...],
    *,
    platform: str,
    context: PlanContext,
    around: Surroundings,
) -> Decision:
    """Which account a table's numbers belong to.

    Args:
        template: the report.
        head: the table.
        columns: its bound columns.
        platform: of the table.
        context: the import.
        around: what stands around the table.

    Returns:
        The account that the table names, else the only one that the files beside it or the brand have; 'default' where
        there is none; a question where there are several.
    """
    answer = context.options.answers.get(QuestionKey.ACCOUNT)
    if answer is not None:
        return Decision(answer.strip().lstrip("@") or DEFAULT_ACCOUNT)
    stated = stated_account(template, head, columns)
    if stated is not None:
        return Decision(stated)
    if any(column.role is Role.ACCOUNT for column in columns):
        return Decision(DEFAULT_ACCOUNT)
    inside = {
        one.account
        for one in around.siblings
        if one.platform == platform and one.account and one.file.casefold() == around.name
    }
    beside = {one.account for one in around.siblings if one.platform == platform and one.account}
    known = set(context.known_accounts.get(platform, ()))
    for group in (inside, beside, known):
        if len(group) == 1:
            return Decision(str(next(iter(group))))
        if group:
            names = sorted(str(name) for name in group | known)
            proposed = DEFAULT_ACCOUNT if DEFAULT_ACCOUNT in names else names[0]
            whose = f"Which {platform_name(platform)} account are these numbers from?"
            prompt = f"{whose} There are several and the file does not say."
            return Decision(proposed, Question(QuestionKey.ACCOUNT, prompt, tuple(names), proposed))
    return Decision(DEFAULT_ACCOUNT)
