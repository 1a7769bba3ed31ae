"""The platform that a cell names."""

from __future__ import annotations

from typing import Final

from learning.domain.platforms import PLATFORM_NAMES

_ALIASES: Final[dict[str, str]] = {
    "twitter": "x",
    "x (twitter)": "x",
    "twitter/x": "x",
    "ig": "instagram",
    "fb": "facebook",
    "meta": "meta_ads",
    "facebook ads": "meta_ads",
    "yt": "youtube",
    "google analytics 4": "ga4",
    "adwords": "google_ads",
    "bing ads": "microsoft_ads",
    "website": "web",
    "email": "mail",
    "e-mail": "mail",
    "newsletter": "mail",
}
_BY_NAME: Final = {name.casefold(): platform for platform, name in PLATFORM_NAMES.items()}


def platform_id(text: str) -> str:
    """Return the id of a platform as a person writes it.

    Args:
        text: 'TikTok', 'twitter', 'youtube', or a name of their own.

    Returns:
        The id; for a platform that is not known by name, the text in lower case with underscores.
    """
    key = " ".join(text.casefold().split())
    if key in _ALIASES:
        return _ALIASES[key]
    return _BY_NAME.get(key, key.replace(" ", "_"))
