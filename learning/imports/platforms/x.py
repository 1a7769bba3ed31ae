"""X (Twitter): posts of the old and the new analytics, and the account overview."""

from typing import Final

from learning.domain.enums import Basis, PercentScale, Role
from learning.imports.platforms.template import Template, col, extras

_CLICKS: Final = (
    col("extra.hashtag_clicks", "Hashtag clicks | ハッシュタグのクリック数 | 해시태그 클릭", example="0"),
    col("extra.detail_expands", "Detail expands | 詳細のクリック数 | 세부 정보 확장", example="4"),
    col("extra.permalink_clicks", "Permalink clicks | パーマリンクのクリック数 | 고유링크 클릭", example="2"),
)

_BOOKMARKS: Final = (
    "Bookmarks | ブックマーク | 북마크 | Lesezeichen | Marcadores | Elementos guardados | Signets | Segnalibri"
)
_FOLLOWS: Final = (
    "New follows | 新しいフォロー | 새 팔로우 | 신규 팔로우 | Neue Follower | Nuevos seguidores | Nouveaux abonnements"
)

_LEGACY: Final = Template(
    name="x_legacy",
    platform="x",
    title="X - Tweet activity (until 2023)",
    columns=(
        col(
            "content_id",
            "Tweet id | Tweet-ID | 트윗 ID | 트윗 아이디"
            " | ツイートID | ID del Tweet | Identifiant du Tweet | ID do Tweet",
            example="1203000000000000001",
        ),
        col(
            "permalink",
            "Tweet permalink | Tweet-Permalink | 트윗 고유링크 | ツイートの固定リンク | Enlace permanente del Tweet",
            example="https://twitter.com/example/status/1203000000000000001",
        ),
        col(
            "text",
            "Tweet text | Tweet-Text | 트윗 본문 | 트윗 텍스트 | ツイート本文 | Texto del Tweet",
            example="Hello",
        ),
        col("published_at", "time | Zeit | 시간 | 時間 | hora | heure", example="2026-06-20 09:00 +0000", note="UTC"),
        col("impressions", "impressions | 노출", example="1203"),
        col("engagements", "engagements | 참여", example="57"),
        col(
            "extra.engagement_rate", "engagement rate | 참여율 | Engagement-Rate", weight="impressions", example="0.047"
        ),
        col("shares", "retweets | 리트윗", example="5"),
        col("comments", "replies | 답글", example="3"),
        col("likes", "likes | favorites | 마음에 들어요 | 좋아요", example="21"),
        col("profile_visits", "user profile clicks | 사용자 프로필 클릭", example="8"),
        col("clicks", "url clicks | URL 클릭", example="12"),
        *_CLICKS,
        *extras("app opens | app installs"),
        col("follows", "follows | 팔로우", example="1"),
        *extras("email tweet | dial phone | media views | media engagements"),
        col("extra.promoted_engagement_rate", "promoted engagement rate", weight="extra.promoted_impressions"),
        *extras(
            "promoted impressions | promoted engagements | promoted retweets | promoted replies | promoted likes"
            " | promoted favorites | promoted user profile clicks | promoted url clicks | promoted hashtag clicks"
            " | promoted detail expands"
            " | promoted permalink clicks | promoted app opens | promoted app installs | promoted follows"
            " | promoted email tweet"
            " | promoted dial phone | promoted media views | promoted media engagements"
        ),
    ),
    requires=(("own:content_id", "own:permalink", "own:text"), ("impressions", "engagements", "likes")),
    excludes=("saves",),
    basis=Basis.LIFETIME,
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where=(
        "analytics.twitter.com > Tweets > Export data > By Tweet (no "
        "longer offered; files kept from then import as they are)"
    ),
    instead="X > Analytics > Content > download, for posts of today",
    file_words=r"tweet_activity",
    percent_scale=PercentScale.FRACTION,
    caveats=(
        (
            "Engagements count every click on the post; the engagement rate "
            "of Bellwether counts likes, comments, shares and saves."
        ),
    ),
)

_CONTENT: Final = Template(
    name="x_content",
    platform="x",
    title="X - Content",
    columns=(
        col(
            "content_id",
            "Post id | ポストID | 포스트 ID | 게시물 ID | Post-ID | ID del post | ID du post | ID do post",
            example="1203000000000000001",
        ),
        col(
            "published_at",
            "Date | 日付 | 날짜 | Datum | Fecha | Data",
            example="Tue, Jul 14, 2026",
            note="without a time of day",
        ),
        col(
            "text",
            "Post text | ポスト本文 | 포스트 텍스트 | 게시물 텍스트 | Text des Posts | Texto del post",
            example="Hello",
        ),
        col(
            "permalink",
            "Post Link | ポストのリンク | 포스트 링크 | 게시물 링크",
            example="https://x.com/example/status/1203000000000000001",
        ),
        col("impressions", example="1203"),
        col("likes", example="21"),
        col("engagements", example="57"),
        col("saves", _BOOKMARKS, example="2"),
        col(
            "extra.shares",
            "Shares | 共有された回数 | 공유 | 공유수 | 공유 횟수 | Geteilt | Mal geteilt | Compartidos"
            " | Veces compartido | Partages | Compartilhamentos",
            example="1",
            note="shares by message or link; reposts are the shares of other platforms",
        ),
        col("follows", _FOLLOWS, example="1"),
        col("comments", "Replies", example="3"),
        col("shares", "Reposts | リポスト | 리포스트 | 재게시", example="5"),
        col("profile_visits", "Profile visits", example="8"),
        col("clicks", "URL Clicks", example="12"),
        *_CLICKS,
    ),
    requires=(
        ("own:content_id", "own:permalink"),
        ("own:text", "own:permalink"),
        ("extra.detail_expands", "extra.permalink_clicks", "extra.hashtag_clicks", "own:follows", "own:saves", "named"),
        ("impressions", "engagements"),
    ),
    excludes=("extra.media_engagements", "extra.promoted_impressions", "account", "reach"),
    basis=Basis.LIFETIME,
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where="X > Premium > Analytics > Content > download",
    instead="X > Analytics > Overview > download, for activity by day",
    file_words=r"account_analytics_content",
    caveats=(
        "The date has no time of day, so this file feeds no best-time map.",
        "Replies are listed as posts of their own.",
    ),
)

_OVERVIEW: Final = Template(
    name="x_overview",
    platform="x",
    title="X - Account overview",
    columns=(
        col("date", "Date", example="Tue, Aug 26, 2026"),
        col("impressions", example="1203"),
        col("likes", example="21"),
        col("engagements", example="57"),
        col("saves", _BOOKMARKS, example="2"),
        col(
            "extra.shares",
            "Shares | 共有された回数 | 공유 | 공유수 | 공유 횟수 | Geteilt | Mal geteilt | Compartidos"
            " | Veces compartido | Partages | Compartilhamentos",
            example="1",
        ),
        col("follows", "New follows", example="3"),
        col(
            "extra.unfollows",
            "Unfollows | Entfolgt | フォロー解除 | 언팔로우 | Dejaron de seguir | Désabonnements | Deixaram de seguir",
            example="1",
        ),
        col("comments", "Replies", example="3"),
        col("shares", "Reposts", example="5"),
        col("profile_visits", "Profile visits", example="8"),
        col(
            "extra.create_post",
            "Create Post | ポストを作成 | 포스트 작성 | Post erstellen | Crear post | Créer un post",
            example="1",
        ),
        col("views", "Video views", example="40"),
        col("extra.media_views", "Media views", example="55"),
    ),
    requires=(("date",), ("extra.unfollows", "extra.create_post", "own:saves"), ("impressions", "engagements")),
    excludes=("content_id", "text", "permalink", "spend", "campaign", "reach"),
    basis=Basis.ACTIVITY,
    contents=False,
    unknown_text=Role.IGNORED,
    where="X > Premium > Analytics > Overview > download",
    instead="X > Analytics > Content > download, for single posts",
    file_words=r"account_overview|account_analytics_overview",
)

TEMPLATES: Final = (_LEGACY, _CONTENT, _OVERVIEW)
