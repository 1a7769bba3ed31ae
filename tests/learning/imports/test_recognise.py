"""Every known header row is recognised, in any order and case, with columns missing or added."""

import json
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.enums import Basis
from learning.domain.imports import TableHead
from learning.imports.headers import header_key
from learning.imports.recognise import recognise
from tests.learning.imports.table_making import context, plan, table

EXPECTED: Final = {
    "tweet activity (2014-2023)": "x_legacy",
    "account_overview_analytics (2025)": "x_overview",
    'tweet activity, 2015 variant ("favorites" for "likes")': "x_legacy",
    "DangerTV_Content.csv": "youtube_content",
    "Subscription status_Chart data.csv": "youtube_chart",
    "Subscription_status.csv": "youtube_dimension",
    "Viewer_Cities.csv": "youtube_dimension",
    "Viewer_gender.csv": "youtube_shares",
    "dates data.csv": "youtube_chart",
    "viewer_age.csv": "youtube_shares",
    "Totals.csv": "youtube_totals",
    "Table data (2025, thumbnail wording)": "youtube_content",
    "Table data (2026, revenue)": "youtube_content",
    "Aggregated_Metrics_By_Video (Ken Jee Kaggle 2022)": "youtube_content",
    "Table data (unique viewers)": "youtube_content",
    "Content.csv": "tiktok_content",
    "Content (with watch time)": "tiktok_content",
    "Content (bookmarks)": "tiktok_content",
    "Campaign export|tiktok_ads": "tiktok_ads",
    "Campaign export|microsoft_ads": "microsoft_ads",
    "Facebook content (posts) 2025 A": "facebook_content",
    'Facebook content (posts) 2025 B, DUPLICATE "Views"': "facebook_content",
    "Instagram content (posts) 2025": "instagram_content",
    "Instagram content 2026": "instagram_content",
    "overview chart: Reach.csv": "meta_metric",
    "Facebook video assets": "facebook_video",
    "Campaigns (EGP)": "meta_ads",
    "Ads": "meta_ads",
    "French UI": "meta_ads",
    "Campaign report": "google_ads",
    'Campaign report (31 cols, "verbatim" per test comment)': "google_ads",
    "Campaign report (all time)": "google_ads",
    "Kampagnenbericht (German UI)": "google_ads",
    "Chart.csv": "search_console",
    "Countries.csv": "search_console",
    "Devices.csv": "search_console",
    "Filters.csv": "search_console_filters",
    "Pages.csv": "search_console",
    "Queries.csv": "search_console",
    "Search appearance.csv": "search_console",
    "data-export.csv": "ga4",
    "Pages and screens (3 stacked tables per file)": "ga4",
    "aggregate-country-data": "google_analytics",
    "daily-pageviews": "google_analytics",
    "daily-users-info": "google_analytics",
    "Campaigns export (aggregated)": "mailchimp_campaigns",
    "Campaigns export": "klaviyo_campaigns",
    "Content > Metrics sheet": "linkedin_metrics",
    "Content > All posts sheet (translated by the parser author)": "linkedin_posts",
    "Visitors (excerpt)": "linkedin_visitors",
    "Followers": "linkedin_followers",
}
CARD: Final = "Reports snapshot card (15 stacked tables in one file)"
POSTS: Final = (
    "Post ID|Account ID|Account username|Account name|Description|Duration (sec)|Publish time|Permalink"
    "|Post type|Data comment|Date"
    "|Views|Likes|Shares|Comments|Saves|Reach|Follows"
)


def rows_of(shared: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((shared / "export_headers.json").read_text(encoding="utf-8"))["headers"]
    return found


def named(entry: dict[str, object]) -> str | None:
    report = str(entry["report"])
    exact = EXPECTED.get(report) or EXPECTED.get(f"{report}|{entry['platform']}")
    if exact is None and report.startswith("Post level export"):
        return "facebook_legacy_posts"
    if exact is None and report.startswith("single campaign report"):
        return "mailchimp_campaign"
    return exact


def test_every_collected_header_row_is_recognised_for_what_it_is(shared: Path) -> None:
    wrong: list[str] = []
    for entry in rows_of(shared):
        header = tuple(str(text) for text in entry["header"])  # type: ignore[attr-defined]  # JSON list
        file = str(entry.get("file") or "").rpartition("/")[2]
        found = recognise(TableHead(file, "", (), 1, header, (), complete=True), context()).match.template.name
        expected = named(entry)
        if str(entry["report"]) in ("Table data.csv", "Chart data.csv"):
            content = "Content" in header
            expected = ("youtube_chart" if "Date" in header else "youtube_content") if content else None
            expected = expected or ("youtube_chart" if "Date" in header else "youtube_dimension")
        if entry["report"] == CARD:
            lonely = header in {("Platform", "Conversions"), ("Date", *(f"Week {n}" for n in range(6)))}
            expected = "generic" if lonely else "ga4"
        if found != expected:
            wrong.append(f"{entry['report']}: {found}, not {expected}")
    assert wrong == []


def test_cards_that_anybody_could_have_written_are_recognised_by_the_preamble_of_their_file() -> None:
    for header in ("Platform|Conversions", "Date|Week 0|Week 1|Week 2"):
        found = plan(table(header, preamble=("# Start date: 20260501", "# End date: 20260531")))
        assert found.template == "ga4"


@given(st.permutations(POSTS.split("|")), st.data())
def test_neither_order_nor_case_of_the_columns_matters(columns: list[str], data: st.DataObject) -> None:
    written = [data.draw(st.sampled_from([text, text.upper(), text.lower(), f"  {text} "])) for text in columns]
    found = recognise(table(written), context())
    assert found.match.template.name == "instagram_content"
    fields = {header_key(written[index]): one.field for index, one in found.match.chosen.items()}
    straight = recognise(table(POSTS), context()).match.chosen
    assert fields == {header_key(POSTS.split("|")[index]): one.field for index, one in straight.items()}


@given(st.sets(st.sampled_from(["Duration (sec)", "Data comment", "Saves", "Reach", "Follows", "Account ID", "Views"])))
def test_optional_columns_may_be_missing_and_unknown_ones_added(missing: set[str]) -> None:
    kept = [text for text in POSTS.split("|") if text not in missing]
    found = plan(table([*kept, "Quokka score"]))
    assert found.template == "instagram_content"
    assert found.columns[-1].field == "extra.quokka_score"


LOCALISED: Final = {
    "youtube_content": (
        (
            "Videos|Videotitel|Veröffentlichungszeitpunkt des Videos|Dauer|Aufrufe|Wiedergabezeit (Stunden)"
            "|Abonnenten|Impressionen"
            "|Klickrate der Impressionen (%)"
        ),
        (
            "Contenido|Título del vídeo|Hora de publicación del vídeo|Duración|Visualizaciones"
            "|Tiempo de visualización (horas)"
            "|Suscriptores|Impresiones|CTR de las impresiones (%)"
        ),
        (
            "Contenu|Titre de la vidéo|Heure de publication de la vidéo|Durée|Vues|Durée de visionnage (heures)"
            "|Abonnés|Impressions"
            "|Taux de clics par impression (%)"
        ),
        (
            "Conteúdo|Título do vídeo|Horário de publicação do vídeo|Duração|Visualizações"
            "|Tempo de exibição (horas)|Inscritos|Impressões"
            "|Taxa de cliques de impressões (%)"
        ),
        "콘텐츠|동영상 제목|동영상 게시 시간|길이|조회수|시청 시간(단위: 시간)|구독자|노출수|노출 클릭률 (%)",
        (
            "コンテンツ|動画のタイトル|動画公開時刻|長さ|視聴回数|総再生時間（時間）|チャンネル登録者"
            "|インプレッション数|インプレッションのクリック率（%）"
        ),
    ),
    "x_content": (
        (
            "ポストID|日付|ポスト本文|ポストのリンク|インプレッション数|いいね|エンゲージメント|ブックマーク"
            "|共有された回数|新しいフォロー|返信|リポスト"
            "|プロフィールへのアクセス数|詳細のクリック数|URLのクリック数|ハッシュタグのクリック数"
            "|パーマリンクのクリック数"
        ),
        (
            "게시물 ID|날짜|게시물 텍스트|게시물 링크|노출|좋아요|참여|북마크|공유|새 팔로우|답글|재게시"
            "|프로필 방문|URL 클릭"
        ),
    ),
    "instagram_content": (
        (
            "Beitrags-ID|Konto-ID|Benutzername des Kontos|Kontoname|Beschreibung|Dauer (Sek.)"
            "|Veröffentlichungszeitpunkt|Dauerhafter Link"
            "|Beitragsart|Datenkommentar|Datum|Aufrufe|Reichweite|„Gefällt mir“-Angaben|Mal geteilt|Kommentare"
            "|Mal gespeichert|Follows"
        ),
        (
            "Identificador de la publicación|Identificador de la cuenta|Nombre de usuario de la cuenta"
            "|Nombre de la cuenta|Descripción"
            "|Duración (segundos)|Hora de publicación|Enlace permanente|Tipo de publicación|Fecha|Visualizaciones"
            "|Alcance|Me gusta"
            "|Veces que se compartió|Comentarios|Veces que se guardó|Seguimientos"
        ),
    ),
    "tiktok_content": (
        (
            "Título del video|Enlace del video|Hora de publicación|Total de Me gusta|Total de comentarios"
            "|Total de veces compartido"
            "|Total de visualizaciones"
        ),
    ),
    "meta_ads": (
        "Jour|Nom de la campagne|Montant dépensé (USD)|Impressions",
        "Tag|Kampagnenname|Ausgegebener Betrag (EUR)|Impressionen|Reichweite|Link-Klicks|Ergebnisse",
        (
            "Inicio del informe|Fin del informe|Nombre de la campaña|Importe gastado (MXN)|Impresiones|Alcance"
            "|Clics en el enlace"
        ),
        (
            "Início dos relatórios|Encerramento dos relatórios|Nome da campanha|Valor usado (BRL)|Impressões"
            "|Alcance|Cliques no link"
        ),
        "日|キャンペーン名|消化金額 (JPY)|インプレッション|リーチ|クリック(すべて)",
        "일|캠페인 이름|지출 금액 (KRW)|노출|도달|링크 클릭",
    ),
    "search_console": (
        "Häufigste Suchanfragen|Klicks|Impressionen|CTR|Position",
        "Requêtes les plus fréquentes|Clics|Impressions|CTR|Position",
        "Consultas principales|Clics|Impresiones|CTR|Posición",
    ),
    "google_ads": (
        "Tag|Kampagne|Währungscode|Kosten|Impr.|Klicks|Conversions",
        "Día|Campaña|Código de moneda|Coste|Impr.|Clics|Conversiones",
    ),
    "ga4": (
        (
            "Sitzung – primäre Channelgruppe (Standard-Channelgruppe)|Sitzungen|Sitzungen mit Interaktionen"
            "|Engagement-Rate|Schlüsselereignisse"
        ),
    ),
    "tiktok_overview": (
        "Fecha|Visualizaciones de vídeos|Visualizaciones del perfil|Me gusta|Comentarios|Veces compartido",
    ),
}


@pytest.mark.parametrize(("template", "header"), [(name, one) for name, many in LOCALISED.items() for one in many])
def test_localised_headers_are_recognised_with_every_column_bound(template: str, header: str) -> None:
    found = plan(table(header))
    assert found.template == template
    unknown = [
        column.header for column in found.columns if column.field.startswith(("extra.column", "attribute.column"))
    ]
    assert unknown == []
    assert found.confidence >= 0.8


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Video-Aufrufe gesamt", "views"),
        ("Anzahl der Kommentare", "comments"),
        ("num_shares", "shares"),
        ("Lifetime Post Total Impressions", "impressions"),
        ("総いいね数", "likes"),
        ("총 조회수", "views"),
        ("Nombre de partages", "shares"),
        ("Total de curtidas", "likes"),
    ],
)
def test_words_that_say_nothing_of_the_metric_are_passed_over(header: str, expected: str) -> None:
    found = plan(table(["date", header], "2026-09-01|5", "2026-09-02|7"))
    assert found.columns[1].field == expected


def test_a_file_of_dates_and_views_is_youtubes_only_where_something_says_so() -> None:
    rows = ("2026-09-01|120", "2026-09-02|130")
    assert plan(table("Date|Views", *rows, file="Totals.csv")).template == "youtube_totals"
    alone = plan(table("Date|Views", *rows, file="blog.csv"))
    assert (alone.template, alone.platform, alone.basis) == ("generic", "web", Basis.ACTIVITY)


@pytest.mark.parametrize(
    "header",
    [
        "post_id|date|post_text|impressions|likes|comments|shares",
        "date|campaign|cost|clicks|impressions",
        "post_title|post_type|impressions|clicks",
        "account_id|post_id|date|likes|reach",
        "date|views|profile views|likes|comments|shares",
        "date|device type|views",
        "traffic source|views|conversions",
        "date|impressions|link clicks|saves",
        "date|clicks|impressions|position",
        "campaign name|start date|end date|impressions|clicks",
        "date|impressions|likes|reposts|comments",
        "date|channel|sessions|conversions|revenue",
    ],
)
def test_tables_that_anybody_could_write_are_nobodys_export(header: str) -> None:
    assert plan(table(header)).template == "generic"


def test_links_name_the_platform_of_a_generic_table() -> None:
    found = plan(table("Post URL|Published|Likes", "https://www.instagram.com/p/1/|2026-09-01|3"))
    assert (found.template, found.platform) == ("generic", "instagram")
