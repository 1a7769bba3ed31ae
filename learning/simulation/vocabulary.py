"""The words of the simulated brand: who reads, where, and what is published."""

from typing import Final

PERSONAS: Final = ("Busy parents", "City commuters", "Weekend hikers", "Gift shoppers")
DEVICES: Final = ("mobile", "desktop", "tablet")
PLATFORMS: Final = ("instagram", "x", "linkedin", "mail")
CHANNELS: Final = {
    "instagram": "visual social",
    "x": "text social",
    "linkedin": "business social",
    "mail": "newsletter",
}
STRATEGIES: Final = ("inform", "inspire", "offer")
FORMATS: Final = ("image", "video", "carousel", "text")
HOOKS: Final = ("question", "number", "story", "how-to", "contrast")
GENERATORS: Final = ("editor", "draft assistant", "remix assistant")
CAMPAIGNS: Final = ("", "Autumn trails", "Rain or shine", "Made to last")
TOPICS: Final = (
    "trail guides",
    "rain gear",
    "packing lists",
    "repairs",
    "camp cooking",
    "family days out",
    "winter layers",
    "city cycling",
    "behind the workshop",
    "customer stories",
    "gift ideas",
    "care and washing",
)
TITLES: Final = {
    "question": "What would you change about {topic}?",
    "number": "Five things we learned about {topic}",
    "story": "The day that changed how we think of {topic}",
    "how-to": "How to get {topic} right the first time",
    "contrast": "{Topic}: what people expect, and what works",
}


def title_of(hook: str, topic: str, number: int) -> str:
    """The title of a post: its hook's sentence about its topic, numbered so that no two are alike."""
    return f"{TITLES[hook].format(topic=topic, Topic=topic.capitalize())} (no. {number})"
