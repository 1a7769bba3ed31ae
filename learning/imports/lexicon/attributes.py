"""Header words of what a content is: ids, texts, links, publication, kind; and of accounts."""

from typing import Final

from learning.imports.lexicon.words import words

ATTRIBUTE_WORDS: Final = (
    words(
        "content_id",
        "Content ID | Post ID | Post id | Tweet id | Tweet-ID | Video ID | Video asset ID | Pin ID | Media ID"
        " | Ad ID | Status ID | Item ID | Article ID"
        " | Beitrags-ID | Beitrag-ID | ID des Beitrags | Post-ID | Video-ID | Anzeigen-ID"
        " | Identificador de la publicación | ID de la publicación"
        " | ID de publicación | ID del post | ID del Tweet | ID del vídeo | ID del video | Identificador del contenido"
        " | ID del anuncio | Identifiant de la publication | ID de la publication | ID du post | Identifiant du Tweet"
        " | ID de la vidéo"
        " | Identificação do post | ID do post | ID da publicação | ID do Tweet | ID do vídeo"
        " | Identificador do conteúdo | ID do anúncio"
        " | ID post | ID del contenuto | Bericht-ID | 게시물 ID | 포스트 ID | 트윗 ID | 동영상 ID | 콘텐츠 ID | 광고 ID"
        " | 投稿ID | ポストID | ツイートID"
        " | 動画ID | コンテンツID | 広告ID | Unique Id | Campaign unique id",
    ),
    words("content_id", "id | content", rank=3),
    words(
        "title",
        "Post | Tweet | Article | Beitrag | Artikel | Publicación | Artículo | Publication | Publicação | Artigo"
        " | 게시물 | 投稿 | 記事",
        rank=5,
    ),
    words(
        "title",
        "Title | Post title | Video title | Headline | Subject | Subject line | Campaign title | Titel | Videotitel"
        " | Video Titel | Beitragstitel"
        " | Überschrift | Betreff | Título | Título del vídeo | Título del video | Título de la publicación | Titular"
        " | Asunto | Titre"
        " | Titre de la vidéo | Titre de la publication | Objet | Título do vídeo | Título da publicação"
        " | Título do post | Assunto | Titolo"
        " | Titolo del video | Titel van video | 제목 | 동영상 제목 | 게시물 제목 | タイトル | 動画のタイトル"
        " | 動画タイトル | 投稿タイトル | 件名",
    ),
    words(
        "text",
        "Text | Post text | Tweet text | Caption | Description | Message | Post message | Content text | Body | Copy"
        " | Beschreibung | Beitragstext"
        " | Tweet-Text | Bildunterschrift | Text des Beitrags | Descripción | Texto de la publicación | Texto del post"
        " | Texto del Tweet"
        " | Texto | Texte de la publication | Texte du post | Texte du Tweet | Légende | Descrição"
        " | Texto da publicação | Texto do post"
        " | Texto do Tweet | Legenda | Descrizione | Testo del post | Beschrijving | 설명 | 본문 | 게시물 텍스트"
        " | 게시물 내용 | 포스트 텍스트 | 트윗 본문"
        " | 트윗 텍스트 | 캡션 | 説明 | キャプション | 投稿本文 | ポスト本文 | ツイート本文 | 本文",
    ),
    words(
        "permalink",
        "Permalink | Post link | Tweet permalink | Video link | Link | URL | Post URL | Video URL | Pin link"
        " | Pinterest link | Content link"
        " | Dauerhafter Link | Permanenter Link | Permalink des Beitrags | Link zum Beitrag | Beitragslink | Videolink"
        " | Video-Link"
        " | Enlace permanente | Enlace de la publicación | Enlace del post | Enlace al post | Enlace del video"
        " | Enlace del vídeo"
        " | Enlace de video | Enlace al vídeo | Enlace | Lien permanent | Lien de la publication | Lien du post"
        " | Lien vers la vidéo"
        " | Lien de la vidéo | Lien | Link permanente | Link da publicação | Link do post | Link do vídeo"
        " | Link del post | Link del video"
        " | 고유 링크 | 고유링크 | 영구 링크 | 게시물 링크 | 포스트 링크 | 트윗 고유링크 | 동영상 링크 | 링크"
        " | パーマリンク | 固定リンク | 投稿リンク | ポストのリンク"
        " | 投稿のリンク | ツイートのパーマリンク | 動画リンク | 動画のリンク | リンク",
    ),
    words(
        "published_at",
        "Published at | Publish time | Published | Publish date | Publication date | Published date | Posted"
        " | Posted at | Post time | Post date"
        " | Created date | Created at | Created | Send Date | Send Time | Sent at | Video publish time | Date published"
        " | Status published"
        " | tweet_created | Veröffentlichungszeitpunkt | Veröffentlichungszeit | Veröffentlichungsdatum"
        " | Zeitpunkt der Veröffentlichung"
        " | Veröffentlicht am | Veröffentlicht | Erstellungsdatum | Erstellt am | Veröffentlichungszeitpunkt des Videos"
        " | Uhrzeit der Veröffentlichung"
        " | Hora de publicación | Fecha de publicación | Fecha de creación | Publicado el"
        " | Hora de publicación del vídeo"
        " | Hora de publicación del video | Fecha de envío | Heure de publication | Date de publication"
        " | Date de création | Publié le"
        " | Heure de publication de la vidéo | Date d'envoi | Hora da publicação | Horário da publicação"
        " | Horário de publicação | Hora de publicação"
        " | Data de publicação | Data de criação | Horário de publicação do vídeo | Data de envio"
        " | Ora di pubblicazione"
        " | Data di pubblicazione | Data di creazione | Publicatietijd | Publicatiedatum | 게시 시간 | 게시 시각"
        " | 게시일 | 게시 날짜 | 게시한 시간"
        " | 동영상 게시 시간 | 작성일 | 업로드 시간 | 公開日時 | 公開時間 | 公開日 | 投稿時間 | 投稿日時 | 投稿日"
        " | 動画公開時刻 | 動画の公開時刻 | 作成日",
    ),
    words(
        "format",
        "Format | Post type | Media type | Content type | Type | Status type | Creative type | Beitragsart"
        " | Beitragstyp | Art des Beitrags"
        " | Post-Typ | Inhaltstyp | Tipo de publicación | Tipo de contenido | Tipo de post | Type de publication"
        " | Type de contenu | Tipo de conteúdo"
        " | Tipo de publicação | Tipo di post | Tipo di contenuto | Berichttype | 게시물 유형 | 콘텐츠 유형"
        " | 投稿タイプ | 投稿の種類 | コンテンツタイプ"
        " | コンテンツの種類",
    ),
    words(
        "topic",
        "Topic | Theme | Category | Content category | Pillar | Content pillar | Thema | Kategorie | Tema"
        " | Categoría | Thème | Catégorie"
        " | Categoria | Argomento | 주제 | 카테고리 | トピック | テーマ | カテゴリ",
    ),
    words("hook", "Hook | Hook type | Opening | Aufhänger | Gancho | Accroche | 훅 | フック"),
    words(
        "generator",
        "Generator | Generated by | Content generator | Model | Creator | Author | Ersteller | Autor | Generador"
        " | Générateur | Gerador",
    ),
    words(
        "campaign",
        "Campaign | Campaign name | Campaign title | Kampagne | Kampagnenname | Name der Kampagne | Campaña"
        " | Nombre de la campaña"
        " | Nombre de campaña | Campagne | Nom de la campagne | Campanha | Nome da campanha | Campagna"
        " | Nome della campagna | Campagnenaam"
        " | 캠페인 | 캠페인 이름 | キャンペーン | キャンペーン名",
    ),
    words(
        "campaign",
        "Campaign ID | Kampagnen-ID | xyz_campaign_id | ID de la campaña | ID de la campagne | ID da campanha"
        " | キャンペーンID",
        rank=2,
    ),
    words(
        "length",
        "Length | Duration | Duration (sec) | Video length | Duration seconds | Dauer | Dauer (Sek.)"
        " | Dauer (Sekunden) | Videolänge | Duración"
        " | Duración (s) | Duración (segundos) | Duración (seg.) | Durée | Durée (s) | Durée (secondes) | Durée (sec)"
        " | Duração | Duração (s)"
        " | Duração (segundos) | Durata | Durata (sec) | Duur | 길이 | 기간(초) | 재생 시간(초) | 길이(초) | 長さ"
        " | 時間（秒） | 再生時間（秒） | 動画の長さ",
    ),
    words("peer", "Peer | Competitor | Is peer | Own or peer"),
    words(
        "account",
        "Account | Account username | Username | Handle | Profile | Screen name | Benutzername des Kontos"
        " | Kontobenutzername"
        " | Nutzername | Konto-Benutzername | Nombre de usuario de la cuenta | Nombre de usuario"
        " | Nom d’utilisateur du compte"
        " | Nom d'utilisateur du compte | Nome de usuário da conta | Nome de usuário | Nome utente dell'account"
        " | 계정 사용자 이름"
        " | 사용자 이름 | アカウントのユーザーネーム | ユーザーネーム | Channel title",
    ),
    words(
        "account",
        "Page name | Account name | Seitenname | Name der Seite | Kontoname | Name des Kontos | Nombre de la página"
        " | Nombre de la cuenta"
        " | Nom de la Page | Nom du compte | Nome da Página | Nome da conta | Nome della Pagina | Nome account"
        " | Paginanaam | 페이지 이름 | 계정 이름"
        " | ページ名 | アカウント名 | Profile name",
        rank=1,
    ),
    words(
        "account",
        "Page ID | Account ID | Seiten-ID | Konto-ID | Identificador de la página | Identificador de la cuenta"
        " | ID de la página"
        " | ID de la cuenta | Identifiant de la Page | Identifiant du compte | ID de la Page | ID du compte"
        " | Identificação da Página"
        " | Identificação da conta | ID da Página | ID da conta | ID Pagina | ID account | 페이지 ID | 계정 ID"
        " | ページID | アカウントID | Profile ID",
        rank=2,
    ),
    words(
        "platform",
        "Platform | Network | Social network | Source platform | Plattform | Netzwerk | Plataforma | Red social"
        " | Plateforme | Réseau"
        " | Rede social | Piattaforma | 플랫폼 | プラットフォーム",
    ),
    words(
        "currency",
        "Currency | Currency code | Währung | Währungscode | Moneda | Código de moneda | Divisa | Devise"
        " | Code de devise"
        " | Code devise | Moeda | Código da moeda | Código de moeda | Valuta | Codice valuta | Valutacode | 통화"
        " | 통화 코드 | 通貨 | 通貨コード",
    ),
)
