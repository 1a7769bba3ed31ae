"""Instagram content as Meta Business Suite exports it."""

from typing import Final

from learning.domain.enums import Basis, Role
from learning.imports.platforms.template import Template, col

ACCOUNT_ID: Final = (
    "Account ID | Konto-ID | Identificador de la cuenta | ID de la cuenta | Identifiant du compte | ID du compte"
    " | Identificação da conta"
    " | ID da conta | ID account | 계정 ID | アカウントID"
)
ACCOUNT_NAME: Final = (
    "Account name | Kontoname | Name des Kontos | Nombre de la cuenta "
    "| Nom du compte | Nome da conta | Nome account | 계정 이름 | アカウント名"
)
_USERNAME: Final = (
    "Account username | Benutzername des Kontos | Konto-Benutzername | Kontobenutzername | Nutzername des Kontos"
    " | Nombre de usuario de la cuenta | Nom d’utilisateur du compte | Nome de usuário da conta"
    " | Nome utente dell'account"
    " | 계정 사용자 이름 | アカウントのユーザーネーム"
)
SUITE_DATE: Final = "Date | Datum | Fecha | Data | 날짜 | 日付"
DATA_COMMENT: Final = (
    "Data comment | Datenkommentar | Kommentar zu den Daten | Comentario "
    "sobre los datos | Commentaire sur les données | Comentário dos dados"
)

_CONTENT: Final = Template(
    name="instagram_content",
    platform="instagram",
    title="Instagram - Content (Meta Business Suite)",
    columns=(
        col("content_id", "Post ID", example="18355151116170001"),
        col("attribute.account_id", ACCOUNT_ID, role=Role.IGNORED, example="17841446494080001"),
        col("account", _USERNAME, example="example"),
        col("attribute.account_name", ACCOUNT_NAME, role=Role.IGNORED, example="Example"),
        col("text", "Description", example="Hello #summer"),
        col("length", "Duration (sec)", example="12"),
        col("published_at", "Publish time", example="03/27/2026 06:08"),
        col("permalink", example="https://www.instagram.com/p/example/"),
        col("format", "Post type", example="IG reel"),
        col("attribute.data_comment", DATA_COMMENT),
        col("date", SUITE_DATE, example="Lifetime", note="'Lifetime': running totals; days: activity of that day"),
        col("views", example="12,400"),
        col("reach", example="9,100", note="distinct accounts: never summed"),
        col("likes", example="210"),
        col("shares", example="12"),
        col("comments", example="9"),
        col("saves", example="31"),
        col(
            "follows",
            "Follows | Followers | Follower | Seguimientos | Seguimentos | Seguidores | Abonnements | Abonnés",
            example="4",
        ),
        col("impressions"),
    ),
    requires=(
        ("own:account", "own:attribute.account_id"),
        ("own:account", "own:attribute.account_name"),
        ("content_id", "permalink"),
        ("published_at", "format", "date"),
    ),
    excludes=("own:attribute.page_id", "spend", "campaign"),
    stated_basis=Basis.LIFETIME,
    lifetime=True,
    where="Meta Business Suite > Insights > Content > Export data > Posts",
    instead="Meta Business Suite > Insights > Results > export of one metric, for activity by day",
    caveats=("Views replaced impressions in 2024: files from before and after do not compare.",),
)

TEMPLATES: Final = (_CONTENT,)
