"""Pinterest: organic analytics (stacked sections) and ads."""

from typing import Final

from learning.domain.enums import Basis, Role, Unit
from learning.imports.platforms.template import Template, col

_METRICS: Final = (
    col("impressions", example="1200"),
    col("engagements", example="57"),
    col(
        "clicks",
        "Outbound clicks | Pin clicks | Pin-Klicks | Clics en el Pin | 핀 클릭 | ピンのクリック数",
        example="12",
        note="outbound clicks where there are any, else Pin clicks",
    ),
    col("saves", "Saves | Repins | Gemerkt | Guardados | Enregistrements | Salvamentos | 저장 | 保存", example="9"),
    col("extra.closeups", "Closeups"),
    col("views", "Video views | Video starts"),
    col("extra.audience", "Total audience | Audience"),
)
_MARKS: Final = ("own:clicks", "own:extra.closeups")
_FOREIGN: Final = ("spend", "sessions", "likes", "shares", "follows", "own:campaign")
_WHERE: Final = "Pinterest > Analytics > Overview > Export (CSV)"

_OVERVIEW: Final = Template(
    name="pinterest_overview",
    platform="pinterest",
    title="Pinterest - Account by day",
    columns=(col("date", example="2026-09-14"), *_METRICS),
    requires=(("date",), _MARKS, ("impressions", "saves", "engagements")),
    excludes=("content_id", "permalink", "board", "reach", "profile_visits", "content_type", *_FOREIGN),
    basis=Basis.ACTIVITY,
    contents=False,
    where=_WHERE,
    title_words=r"pinterest|all pins|organic",
    file_words=r"pinterest",
)

_PINS: Final = Template(
    name="pinterest_pins",
    platform="pinterest",
    title="Pinterest - Top Pins",
    columns=(
        col("content_id", "Pin ID | ピンID | 핀 ID", example="700000000000000001"),
        col(
            "permalink",
            "Pinterest link | Pin link | Pinterest-Link | Enlace de Pinterest | Lien Pinterest",
            example="https://www.pinterest.com/pin/700000000000000001/",
        ),
        col("title", "Title", example="Hello"),
        col("text", "Description"),
        col("format", "Content type | Format"),
        col("attribute.source", "Source"),
        col("attribute.board", "Board | Board name"),
        col("published_at", "Created date | Publish date"),
        *_METRICS,
    ),
    requires=(("own:content_id", "own:permalink"), ("impressions", "saves", "clicks", "engagements")),
    excludes=("date", "spend"),
    basis=Basis.LIFETIME,
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where=_WHERE,
    title_words=r"top pins",
    file_words=r"pinterest",
)

_BOARDS: Final = Template(
    name="pinterest_boards",
    platform="pinterest",
    title="Pinterest - Top boards",
    columns=(
        col("board", "Board | Board name | Board title | Pinnwand | Tablero | Tableau", example="Ideas"),
        col("permalink", "Board link | Link", role=Role.IGNORED),
        *_METRICS,
    ),
    requires=(("own:board",), ("impressions", "saves", "clicks", "engagements")),
    excludes=("content_id", "date", "title", "text", "spend"),
    basis=Basis.PERIOD,
    stated_basis=Basis.PERIOD,
    contents=False,
    where=_WHERE,
    title_words=r"top boards",
    file_words=r"pinterest",
)

_ADS: Final = Template(
    name="pinterest_ads",
    platform="pinterest_ads",
    title="Pinterest Ads - Campaigns",
    columns=(
        col("date", example="2026-09-14"),
        col("campaign", "Campaign name", role=Role.DIMENSION, example="Spring"),
        col("ad_group", "Ad group name", example="Women"),
        col("spend", "Spend in account currency | Spend", example="12.50"),
        col("impressions", example="1200"),
        col("clicks", "Outbound clicks | Pin clicks", example="34"),
        col("extra.ctr", "CTR", weight="impressions", example="2.83%"),
        col("extra.ecpc", "eCPC", unit=Unit.MONEY, weight="clicks", example="0.37"),
        col("conversions", "Total conversions | Conversions | Checkouts", example="3"),
        col("revenue", "Checkout value in account currency | Total order value", example="80"),
        col("extra.checkout_roas", "Checkout ROAS", weight="spend", example="6.4"),
    ),
    requires=(("campaign", "ad_group"), ("own:spend",), ("own:clicks", "extra.ecpc", "extra.checkout_roas")),
    excludes=("own:period_start",),
    where="Pinterest Ads Manager > Reporting > Export",
    tags=frozenset({"ads"}),
)

TEMPLATES: Final = (_OVERVIEW, _PINS, _BOARDS, _ADS)
