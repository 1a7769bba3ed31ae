"""Files of Meta Business Suite that hold one metric by day, or the make-up of the audience."""

from typing import Final

from learning.domain.enums import Basis, MeasureKind, PercentScale, Unit
from learning.imports.fields import VALUE_FIELD
from learning.imports.platforms.template import Template, col

_METRIC: Final = Template(
    name="meta_metric",
    platform="",
    title="Facebook or Instagram - one metric by day (Meta Business Suite)",
    columns=(
        col("date", "Date | Datum | Fecha | Data | 날짜 | 日付", example="2026-08-22T00:00:00"),
        col(
            VALUE_FIELD,
            "Primary | Primär | Primario | Principal | Primaire | Primária | Primário | Primaria | 기본 | メイン",
            example="120",
            note="the title line above names the metric and mostly the platform",
        ),
    ),
    requires=(("date",), ("own:value",)),
    basis=Basis.ACTIVITY,
    contents=False,
    where="Meta Business Suite > Insights > Results > Export (one file per metric)",
    instead="Meta Business Suite > Insights > Content > Export data, for single posts",
    file_words=r"^(reach|views|viewers|follows|interactions|visits|link[ _]clicks|reichweite|aufrufe)",
    caveats=("Reach and viewers are distinct people of one day: they are never summed over days.",),
)

_AUDIENCE: Final = Template(
    name="meta_audience",
    platform="",
    title="Facebook or Instagram - audience (Meta Business Suite)",
    columns=(
        col("age", "Age | Alter | Edad | Âge | Idade | Età | 연령 | 年齢", example="25-34"),
        col("gender", example="Women"),
        col("extra.audience_share", kind=MeasureKind.SHARE, unit=Unit.PERCENT, example="26.2"),
    ),
    requires=(("extra.audience_share",),),
    basis=Basis.PERIOD,
    stated_basis=Basis.PERIOD,
    contents=False,
    where="Meta Business Suite > Insights > Audience > Export",
    percent_scale=PercentScale.PERCENT,
    caveats=("Shares of the audience in percent: a distribution, never added to counts.",),
    tags=frozenset({"wide"}),
)

TEMPLATES: Final = (_METRIC, _AUDIENCE)
