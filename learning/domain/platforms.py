"""The platforms that Bellwether knows by name."""

from typing import Final

PLATFORM_NAMES: Final[dict[str, str]] = {
    "x": "X",
    "instagram": "Instagram",
    "facebook": "Facebook",
    "meta_ads": "Meta Ads",
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    "tiktok_ads": "TikTok Ads",
    "youtube": "YouTube",
    "pinterest": "Pinterest",
    "pinterest_ads": "Pinterest Ads",
    "ga4": "GA4",
    "google_analytics": "Google Analytics",
    "google_ads": "Google Ads",
    "search_console": "Search Console",
    "mailchimp": "Mailchimp",
    "klaviyo": "Klaviyo",
    "microsoft_ads": "Microsoft Ads",
    "web": "Web",
    "mail": "Mail",
}


def platform_name(platform: str) -> str:
    """The name as its makers write it; an unknown platform keeps the name that a file gave it."""
    return PLATFORM_NAMES.get(platform, platform)
