"""Mail platforms: Mailchimp (list of campaigns, single campaign) and Klaviyo."""

from typing import Final

from learning.domain.enums import Basis, MeasureKind, Role, Unit
from learning.imports.platforms.template import Column, Template, col, extras

_NOTE: Final = "deliveries are taken as impressions, opens as views"


def _rate(field: str, headers: str, weight: str) -> Column:
    return col(field, headers, unit=Unit.PERCENT, kind=MeasureKind.AVERAGE, weight=weight)


_CAMPAIGNS: Final = Template(
    name="mailchimp_campaigns",
    platform="mailchimp",
    title="Mailchimp - Campaigns",
    columns=(
        col("title", "Title", example="Newsletter"),
        col("text", "Subject", example="Hello"),
        col("attribute.list", "List | Audience", example="Customers"),
        col("published_at", "Send Date", example="Jun 09, 2026 09:30 pm"),
        col("attribute.send_weekday", "Send Weekday"),
        *extras("Total Recipients"),
        col("impressions", "Successful Deliveries", example="1200", note=_NOTE),
        *extras("Soft Bounces | Hard Bounces | Total Bounces | Times Forwarded | Forwarded Opens"),
        col("extra.unique_opens", "Unique Opens", kind=MeasureKind.UNIQUE, example="400"),
        _rate("extra.open_rate", "Open Rate", "impressions"),
        col("views", "Total Opens", example="610", note=_NOTE),
        col("extra.unique_clicks", "Unique Clicks", kind=MeasureKind.UNIQUE, example="57"),
        _rate("extra.click_rate", "Click Rate", "impressions"),
        col("clicks", "Total Clicks", example="80"),
        *extras("Unsubscribes | Abuse Complaints | Times Liked on Facebook"),
        col("attribute.folder_id", "Folder Id"),
        col("content_id", "Unique Id", example="a1b2c3d4e5"),
        col("conversions", "Total Orders | Transactions", example="3"),
        *extras("Total Gross Sales", unit=Unit.MONEY, kind=MeasureKind.ADDITIVE),
        col("revenue", "Total Revenue | Revenue Created", example="120.00"),
        col("extra.analytics_roi", "Analytics ROI", kind=MeasureKind.AVERAGE),
        col("spend", "Campaign Cost"),
        col("sessions", "Visits"),
        *extras("New Visits"),
        col("extra.pages_visit", "Pages/Visit", kind=MeasureKind.AVERAGE, weight="sessions"),
        _rate("extra.bounce_rate", "Bounce Rate", "sessions"),
        col("extra.time_on_site", "Time on Site", unit=Unit.DURATION, kind=MeasureKind.AVERAGE, weight="sessions"),
        _rate("extra.goal_conversion_rate", "Goal Conversion Rate", "sessions"),
        col(
            "extra.per_visit_goal_value",
            "Per Visit Goal Value",
            unit=Unit.MONEY,
            kind=MeasureKind.AVERAGE,
            weight="sessions",
        ),
        _rate("extra.ecommerce_conversion_rate", "Ecommerce Conversion Rate", "sessions"),
        col("extra.per_visit_value", "Per Visit Value", unit=Unit.MONEY, kind=MeasureKind.AVERAGE, weight="sessions"),
        col("extra.average_value", "Average Value", unit=Unit.MONEY, kind=MeasureKind.AVERAGE, weight="conversions"),
    ),
    requires=(
        ("own:published_at", "own:attribute.send_weekday"),
        ("own:impressions", "extra.total_recipients"),
        ("own:content_id", "extra.abuse_complaints", "extra.total_bounces"),
    ),
    excludes=("extra.placed_order_rate", "extra.unique_placed_order", "own:attribute.tags"),
    basis=Basis.LIFETIME,
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where="Mailchimp > Campaigns > All campaigns > Export",
)

_CAMPAIGN: Final = Template(
    name="mailchimp_campaign",
    platform="mailchimp",
    title="Mailchimp - Single campaign report",
    columns=(
        col("title", "Title:", example="Newsletter"),
        col("text", "Subject Line:", example="Hello"),
        col("attribute.from_name", "From Name:"),
        col("attribute.from_email", "From Email:", role=Role.IGNORED),
        col("published_at", "Delivery Date/Time: | Send Date:"),
        *extras("Total Recipients:"),
        col("impressions", "Successful Deliveries:", example="1200", note=_NOTE),
        col("extra.total_bounces", "Bounces:", example="8 (0.5%)"),
        *extras("Times Forwarded: | Forwarded Opens:"),
        col("extra.unique_opens", "Recipients Who Opened:", kind=MeasureKind.UNIQUE, example="400 (33.3%)"),
        col("views", "Total Opens:", example="610", note=_NOTE),
        col("attribute.last_open_date", "Last Open Date:", role=Role.IGNORED),
        col("extra.unique_clicks", "Recipients Who Clicked:", kind=MeasureKind.UNIQUE, example="20 (1.1%)"),
        col("clicks", "Total Clicks:", example="80"),
        col("attribute.last_click_date", "Last Click Date:", role=Role.IGNORED),
        col("extra.unsubscribes", "Total Unsubs:"),
        col("extra.abuse_complaints", "Total Abuse Complaints:"),
    ),
    requires=(
        ("own:extra.unique_opens", "own:extra.unique_clicks", "own:extra.unsubscribes"),
        ("own:impressions", "extra.total_recipients"),
    ),
    excludes=("attribute.send_weekday",),
    basis=Basis.LIFETIME,
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where="Mailchimp > Campaigns > View report > Download",
)

_KLAVIYO: Final = Template(
    name="klaviyo_campaigns",
    platform="klaviyo",
    title="Klaviyo - Campaigns",
    columns=(
        col("title", "Campaign Name", example="Newsletter"),
        col("attribute.tags", "Tags"),
        col("text", "Subject", example="Hello"),
        col("attribute.list", "List"),
        col("published_at", "Send Time", example="2026-09-14 09:30:00"),
        col("attribute.send_weekday", "Send Weekday"),
        *extras("Total Recipients"),
        col("conversions", "Unique Placed Order", example="3"),
        _rate("extra.placed_order_rate", "Placed Order Rate", "impressions"),
        col("revenue", "Revenue", example="120.00"),
        col("extra.unique_opens", "Unique Opens", kind=MeasureKind.UNIQUE, example="400"),
        _rate("extra.open_rate", "Open Rate", "impressions"),
        col("views", "Total Opens", example="610", note=_NOTE),
        col("extra.unique_clicks", "Unique Clicks", kind=MeasureKind.UNIQUE, example="57"),
        _rate("extra.click_rate", "Click Rate", "impressions"),
        col("clicks", "Total Clicks", example="80"),
        *extras("Unsubscribes | Spam Complaints"),
        _rate("extra.spam_complaints_rate", "Spam Complaints Rate", "impressions"),
        col("impressions", "Successful Deliveries", example="1200", note=_NOTE),
        col("extra.total_bounces", "Bounces"),
        _rate("extra.bounce_rate", "Bounce Rate", "extra.total_recipients"),
        col("content_id", "Campaign ID", example="01HZX"),
        col("format", "Campaign Channel", example="email"),
    ),
    requires=(
        ("own:title", "own:content_id"),
        ("own:conversions", "extra.placed_order_rate", "extra.spam_complaints", "own:format"),
        ("extra.total_recipients", "impressions"),
    ),
    basis=Basis.LIFETIME,
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where="Klaviyo > Campaigns > Export",
)

_LINKS: Final = Template(
    name="mailchimp_links",
    platform="mailchimp",
    title="Mailchimp - Clicks by link of one campaign",
    columns=(
        col("permalink", "URL", example="https://example.com/sale"),
        col("clicks", "Total Clicks", example="80"),
        col("extra.unique_clicks", "Unique Clicks", kind=MeasureKind.UNIQUE, example="57"),
    ),
    requires=(("own:permalink",), ("own:clicks",), ("own:extra.unique_clicks",)),
    excludes=("extra.total_recipients", "impressions", "extra.unique_opens"),
    where="the lower part of Mailchimp > Campaigns > View report > Download",
    instead="the upper part of the report holds the campaign's numbers",
    ignored_reason="The links of one campaign: their clicks are in the campaign's own total already.",
)

TEMPLATES: Final = (_CAMPAIGNS, _CAMPAIGN, _LINKS, _KLAVIYO)
