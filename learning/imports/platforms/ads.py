"""Google Ads, Meta Ads and Microsoft Ads."""

from typing import Final

from learning.domain.enums import MeasureKind, PercentScale, Role, Unit
from learning.imports.platforms.template import Template, col, extras

_STATUS: Final = (
    "Campaign status | Kampagnenstatus | Estado de la campaña | État "
    "de la campagne | Status da campanha | 캠페인 상태 | キャンペーンのステータス"
)

_GOOGLE: Final = Template(
    name="google_ads",
    platform="google_ads",
    title="Google Ads - Report",
    columns=(
        col("date", "Day | Tag | Día | Jour | Dia | 일 | 日", example="2026-09-14"),
        col("week", "Week | Woche | Semana | Semaine"),
        col("month", "Month | Monat | Mes | Mois | Mês"),
        col("attribute.campaign_status", _STATUS, role=Role.IGNORED, example="Enabled"),
        col(
            "campaign",
            "Campaign | Kampagne | Campaña | Campagne | Campanha | Campagna | 캠페인 | キャンペーン",
            role=Role.DIMENSION,
            example="Spring",
        ),
        col(
            "ad_group",
            "Ad group | Anzeigengruppe | Grupo de anuncios | Groupe d'annonces | Grupo de anúncios | 광고그룹"
            " | 広告グループ",
        ),
        col("keyword", "Search keyword | Keyword | Suchkeyword"),
        col("device", "Device | Gerät | Dispositivo | Appareil | 기기 | デバイス"),
        col("ad_network", "Network (with search partners) | Network | Werbenetzwerk", role=Role.DIMENSION),
        *extras("Budget", kind=MeasureKind.LEVEL, unit=Unit.MONEY),
        col("attribute.budget_name", "Budget name", role=Role.IGNORED),
        col("attribute.budget_type", "Budget type", role=Role.IGNORED),
        col("attribute.status", "Status", role=Role.IGNORED),
        col("attribute.status_reasons", "Status reasons", role=Role.IGNORED),
        col("attribute.bid_strategy_type", "Bid strategy type", role=Role.IGNORED),
        col("attribute.goals", "Goals", role=Role.IGNORED),
        col(
            "campaign_type",
            "Campaign type | Kampagnentyp | Tipo de campaña",
            role=Role.DIMENSION,
            when_needed=True,
            example="Search",
        ),
        col("currency", example="EUR"),
        col("impressions", "Impr. | Impressions | Impressionen", example="1200"),
        col("spend", "Cost | Kosten | Coste | Costo | Coût | Custo | Costo | 비용 | 費用", example="12.50"),
        col("clicks", "Clicks | Klicks | Clics | Cliques", example="34"),
        col(
            "extra.interactions",
            "Interactions | Interaktionen | Interacciones",
            note="clicks and other interactions with the ad, not likes",
        ),
        col("conversions", "Conversions | Conv.", example="3"),
        col("revenue", "Conv. value | Conv.-Wert | All conv. value"),
        col("views", "TrueView views | Views"),
        col("extra.ctr", "CTR", weight="impressions", unit=Unit.PERCENT, kind=MeasureKind.AVERAGE, example="2.83%"),
        col(
            "extra.interaction_rate",
            "Interaction rate",
            weight="impressions",
            unit=Unit.PERCENT,
            kind=MeasureKind.AVERAGE,
        ),
        col(
            "extra.conv_rate",
            "Conv. rate",
            weight="clicks",
            unit=Unit.PERCENT,
            kind=MeasureKind.AVERAGE,
            example="8.82%",
        ),
        col(
            "extra.avg_cpc",
            "Avg. CPC | Durchschn. CPC | CPC medio | CPC moy.",
            weight="clicks",
            unit=Unit.MONEY,
            kind=MeasureKind.AVERAGE,
            example="0.37",
        ),
        col(
            "extra.cost_conv",
            "Cost / conv. | Kosten/Conv.",
            weight="conversions",
            unit=Unit.MONEY,
            kind=MeasureKind.AVERAGE,
            example="4.17",
        ),
        col("extra.avg_cost", "Avg. cost", unit=Unit.MONEY, kind=MeasureKind.AVERAGE, weight="extra.interactions"),
        *extras("Conv. value / cost | Optimization score | Avg. target ROAS", kind=MeasureKind.AVERAGE),
        *extras("Conv. (Platform Comparable)"),
        *extras("Conv. value / Cost (Platform Comparable)", kind=MeasureKind.AVERAGE),
        *extras(
            "Cost / Conv. (Platform Comparable) | TrueView avg. CPV | Avg. CPM | Avg. viewable CPM",
            kind=MeasureKind.AVERAGE,
            unit=Unit.MONEY,
        ),
        *extras("Viewable impr."),
    ),
    requires=(
        ("own:campaign", "ad_group", "keyword"),
        ("own:impressions", "own:clicks", "own:spend"),
        (
            "extra.avg_cpc",
            "currency",
            "own:attribute.campaign_status",
            "extra.cost_conv",
            "attribute.budget_type",
            "extra.conv_rate",
            "key:impr",
            "named",
        ),
        ("spend", "impressions"),
    ),
    excludes=(
        "own:reporting",
        "period_start",
        "reach",
        "extra.clicks_destination",
        "saves",
        "content_id",
        "text",
        "published_at",
    ),
    contents=False,
    where="Google Ads > Campaigns > Download > CSV",
    instead="the same table segmented by Day, for days",
    title_words=(
        r"campaign report|kampagnenbericht|informe de campa|rapport.*campagne|"
        r"relat.rio de campanha|keywords? report|ad group report"
    ),
    file_words=r"campaign report|kampagnenbericht",
    percent_scale=PercentScale.PERCENT,
    caveats=("Conversions may have fractions: attribution shares them between clicks.",),
    tags=frozenset({"ads"}),
)

_META: Final = Template(
    name="meta_ads",
    platform="meta_ads",
    title="Meta Ads - Report",
    columns=(
        col("date", "Day | Tag | Día | Jour | Dia | Giorno | 일 | 日", example="2026-09-14"),
        col(
            "period_start",
            "Reporting starts | Berichtsbeginn "
            "| Beginn des Berichts | Inicio del informe "
            "| Début des rapports"
            " | Début du rapport | Início dos relatórios "
            "| Início do relatório | 보고 시작 "
            "| レポート開始日",
            example="2026-09-01",
        ),
        col("period_end", example="2026-09-30"),
        col(
            "campaign",
            "Campaign name | Kampagnenname | Name der Kampagne | Nombre de la campaña | Nom de la campagne"
            " | Nome da campanha | Nome della campagna | 캠페인 이름 | キャンペーン名",
            role=Role.DIMENSION,
            example="Spring",
        ),
        col("ad_set", example="Women"),
        col(
            "title",
            "Ad name | Anzeigenname | Name der Werbeanzeige | Nombre del anuncio | Nom de la publicité"
            " | Nome do anúncio | 광고 이름 | 広告の名前 | 広告名",
        ),
        col("content_id", "Ad ID | Anzeigen-ID | 広告ID"),
        col(
            "attribute.campaign_delivery",
            "Campaign delivery | Ad delivery | Ad set delivery | Delivery status | Auslieferung der Kampagne"
            " | Entrega de la campaña | Veiculação da campanha",
            role=Role.IGNORED,
        ),
        col("attribute.attribution_setting", "Attribution setting | Attributionseinstellung", role=Role.IGNORED),
        col(
            "result_indicator",
            "Result indicator | Result type | Indikator für Ergebnisse | Indicador de resultado"
            " | Indicador de resultados | Indicateur de résultats | 結果インジケーター | 결과 표시 도구",
            role=Role.DIMENSION,
            when_needed=True,
        ),
        col("age"),
        col("gender"),
        col("country"),
        col("region"),
        col("placement", "Placement | Ubicación | Platzierung"),
        col("publisher_platform", "Platform | Plattform | Plataforma | Plateforme", role=Role.DIMENSION),
        col("device", "Device platform | Impression device"),
        col("currency"),
        col("account", "Account name | Kontoname | Nombre de la cuenta | Nom du compte | Nome da conta"),
        col(
            "conversions",
            "Purchases | Results | Ergebnisse | Resultados | Résultats",
            example="3",
            note="what the ad set optimises for (see the result indicator)",
        ),
        col("reach", example="910"),
        col(
            "extra.frequency",
            "Frequency | Frequenz | Frecuencia | Répétition | Frequência | フリークエンシー",
            weight="reach",
            example="1.3",
        ),
        col(
            "spend",
            "Amount spent | Ausgegebener Betrag | Importe gastado | Montant dépensé | Valor usado | Montante gasto"
            " | Importo speso | 지출 금액 | 消化金額",
            example="12.50",
        ),
        col("impressions", example="1200"),
        col("clicks", "Link clicks | Clicks (all)", example="34"),
        col("revenue", "Purchases conversion value | Purchase conversion value"),
        col(
            "extra.cost_per_results",
            "Cost per results | Cost per result",
            unit=Unit.MONEY,
            kind=MeasureKind.AVERAGE,
            weight="conversions",
        ),
        col(
            "extra.cpm",
            "CPM (cost per 1,000 impressions)",
            unit=Unit.MONEY,
            kind=MeasureKind.AVERAGE,
            weight="impressions",
        ),
        col("extra.cpc", "CPC (cost per link click)", unit=Unit.MONEY, kind=MeasureKind.AVERAGE, weight="clicks"),
        col(
            "extra.ctr",
            "CTR (link click-through rate)",
            unit=Unit.PERCENT,
            kind=MeasureKind.AVERAGE,
            weight="impressions",
        ),
        col("extra.ctr_all", "CTR (all)", unit=Unit.PERCENT, kind=MeasureKind.AVERAGE, weight="impressions"),
        col("extra.cpc_all", "CPC (all)", unit=Unit.MONEY, kind=MeasureKind.AVERAGE),
        *extras("Landing page views"),
        col(
            "extra.cost_per_landing_page_view",
            "Cost per landing page view",
            unit=Unit.MONEY,
            kind=MeasureKind.AVERAGE,
            weight="extra.landing_page_views",
        ),
    ),
    requires=(
        ("own:campaign", "ad_set", "own:title"),
        ("own:spend", "own:period_start"),
        ("impressions", "reach", "conversions", "clicks"),
    ),
    excludes=("extra.ecpc", "own:published_at", "extra.clicks_destination"),
    where="Meta Ads Manager > Reports > Export table data (.csv)",
    instead="the same report with the breakdown By time > Day, for days",
    percent_scale=PercentScale.PERCENT,
    caveats=("Reach is distinct people: it is never summed.", "Rates are in percent."),
    tags=frozenset({"ads"}),
)

_MICROSOFT: Final = Template(
    name="microsoft_ads",
    platform="microsoft_ads",
    title="Microsoft Ads - Report",
    columns=(
        col("date", "Gregorian date | Gregorianisches Datum | Fecha gregoriana", example="2026-09-14"),
        col("campaign", "Campaign name", role=Role.DIMENSION, example="Spring"),
        col("campaign_id", "Campaign ID", role=Role.DIMENSION, when_needed=True, example="1001"),
        col("ad_group"),
        col("device", "Device type"),
        col("currency"),
        col("impressions", example="1200"),
        col("clicks", example="34"),
        col("spend", "Spend", example="12.50"),
        col("conversions", example="3"),
        col("revenue", "Revenue"),
    ),
    requires=(("own:date",), ("campaign", "ad_group"), ("impressions", "clicks", "spend")),
    contents=False,
    where="Microsoft Advertising > Reports > Campaign > Download",
    tags=frozenset({"ads"}),
)

TEMPLATES: Final = (_GOOGLE, _META, _MICROSOFT)
