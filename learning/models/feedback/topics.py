"""What a note is about, in the words that customers of any brand use."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final[dict[str, str]] = {
    "price": "price|prices|priced|pricing|cost|costs|expensive|cheap|cheaper|overpriced|pricey|affordable|afford"
    "|money|"
    "worth|value|fare|fares|fee|fees|budget|dollars?|euros?|\\$\\d+|€\\d+|£\\d+",
    "delivery": "deliver(?:y|ed|s|ies|ing)?|shipp(?:ing|ed)|ship|ships|shipment|courier|parcel|package|arrived?"
    "|arrives|"
    "tracking|dispatch(?:ed)?|in the mail|postage",
    "waiting and delays": "wait(?:s|ed|ing)?|delay(?:s|ed|ing)?|late|hours?|on hold|queue|queues|slow|stuck"
    "|stranded|hold time",
    "service and staff": "service|staff|support|agents?|representatives?|reps?|crew|team|employee|employees"
    "|attendants?|"
    "manager|supervisor|waiter|waitress|rude|helpful|unhelpful|friendly|customer care|helpdesk|call cent(?:er|re)",
    "quality": "quality|broke|broken|breaks|defect(?:ive)?|durable|sturdy|flimsy|faulty|well made|poorly made"
    "|fell apart|"
    "scratch(?:ed|es)?|crack(?:ed|s)?|worn|lasts?|lasted",
    "app and website": "app|apps|website|web site|site|page|link|links|browser|crash(?:es|ed|ing)?|bug|bugs"
    "|error|errors|"
    "glitch(?:es|y)?|screen|interface|loading|download|update|updates|online|checkout",
    "account and sign-in": "account|accounts|log ?in|logged|sign(?:ed)? (?:in|up)|password|profile|register"
    "|registration|"
    "unsubscribe|verification",
    "payment and refund": "pay|paid|payment|payments|refund|refunds|refunded|charge|charged|charges|credit card"
    "|invoice|"
    "billing|bill|billed|voucher|vouchers|reimburse(?:d|ment)?|money back",
    "booking and cancellation": "book|booked|booking|bookings|reservation|reservations|reserve|reserved"
    "|cancel(?:s|led|ed|ling|ing|lation"
    "|lations)?|rebook(?:ed|ing)?|reschedul(?:e|ed|ing)|appointment|seat|seats|ticket|tickets",
    "lost or missing": "lost|missing|luggage|baggage|bag|bags|never arrived|disappeared|misplaced|wrong (?:item"
    "|order|size)",
    "posts and videos": "video|videos|post|posts|reel|reels|story|stories|podcast|episode|content|blog|article"
    "|caption|"
    "tutorial|tutorials|recipe|recipes|photo|photos|thumbnail|livestream|newsletter|email|emails|channel",
    "advertising": "ad|ads|advert|adverts|advertisement|advertising|commercial|commercials|campaign|sponsored"
    "|spam|promo|"
    "clickbait|misleading",
    "offers and loyalty": "discount|discounts|coupon|coupons|sale|offer|offers|deal|deals|promotion|promotions"
    "|points|rewards?|"
    "loyalty|membership|gift card|giveaway|contest|freebie",
    "information": "information|info|instructions?|explain(?:ed|s)?|explanation|unclear|confus(?:ed|ing)"
    "|communicat(?:e|ion)|"
    "answer|answers|answered|respon(?:se|d|ded)|reply|replied|notification|notifications|manual|details",
    "size and fit": "size|sizes|sizing|fit|fits|fitted|too (?:small|big|large|tight|loose)|runs (?:small|large)|length",
    "look and design": "design|designed|look|looks|looking|colou?rs?|style|stylish|beautiful|ugly|cute|sleek"
    "|packaging|font|logo",
    "comfort": "comfort|comfortable|uncomfortable|comfy|cozy|soft|seat|seats|legroom|cramped|noisy|noise"
    "|temperature|clean|dirty",
    "ease of use": "easy|easily|ease|simple|simply|set ?up|setup|setting up|install(?:ed|ing|ation)?|intuitive"
    "|complicated|"
    "difficult|user[- ]friendly|convenient|connect(?:ed|ing|s)?|pair(?:ed|ing)?",
    "sound": "sound|sounds|speaker|speakers|audio|volume|bass|loud|louder|music|voice|microphone|hear|hears",
    "features": "feature|features|function|functions|functionality|option|options|settings|compatib(?:le|ility)"
    "|integrat(?:e|es|ion)"
    "|skill|skills|version|wifi|wi-fi|bluetooth|battery|charger|camera",
    "taste and food": "taste|tastes|tasty|flavou?rs?|delicious|food|meal|meals|menu|drink|drinks|coffee|fresh"
    "|stale|portion|portions",
    "range and stock": "stock|out of stock|sold out|available|unavailable|availability|restock|selection|choice"
    "|choices|variety|range",
    "trust and privacy": "trust|privacy|private|security|secure|scam|fraud|fake|honest|dishonest|lied|lying|lies"
    "|promise|promised",
}
_TOPICS: Final = {name: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for name, words in _WORDS.items()}
MOST_TOPICS: Final = 3


def topics_of(text: str) -> tuple[str, ...]:
    """Name what plain words are about: at most MOST_TOPICS, the ones with most words in the text first."""
    counts = {name: len(words.findall(text)) for name, words in _TOPICS.items()}
    found = [name for name, count in counts.items() if count]
    return tuple(sorted(found, key=lambda name: -counts[name])[:MOST_TOPICS])


def topic_names() -> tuple[str, ...]:
    """All topics that can be named."""
    return tuple(_TOPICS)
