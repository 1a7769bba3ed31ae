"""Header words of times and of the dimensions by which numbers are split."""

from typing import Final

from learning.imports.lexicon.words import words

TIME_WORDS: Final = (
    words(
        "date",
        "Date | Day | ds | Gregorian date | Day Index | Calendar date | Datum | Tag | Fecha | Día | Jour | Data"
        " | Dia | Giorno | Dag"
        " | 날짜 | 일 | 일자 | 日付 | 日 | 日にち",
    ),
    words(
        "hour",
        "Date + hour (YYYYMMDDHH) | Date hour | Hour | Hour of day | Hour of the day | Datum + Stunde (YYYYMMDDHH)"
        " | Datum + Stunde | Stunde"
        " | Fecha + hora (YYYYMMDDHH) | Hora | Hora del día | Date + heure (YYYYMMDDHH) | Heure"
        " | Data + hora (AAAAMMDDHH) | Data + hora | 시간대"
        " | 날짜 + 시간(YYYYMMDDHH) | 日付 + 時刻（YYYYMMDDHH） | 時間帯",
    ),
    words(
        "time",
        "Time | Timestamp | Datetime | Date time | Date and time | Event time | Moment | Zeit | Zeitstempel"
        " | Uhrzeit | Fecha y hora"
        " | Date et heure | Data e hora | Horodatage | 시간 | 日時 | タイムスタンプ",
    ),
    words(
        "nth_day",
        "Nth day | N-ter Tag | Tag n | Día n | N.º día | Énième jour | Jour n | Dia n | N.º dia | n번째 일 | n日目",
    ),
    words("week", "Week | Woche | Semana | Semaine | Settimana | 주 | 週 | Week starting | Week of"),
    words("month", "Month | Monat | Mes | Mois | Mês | Mese | 월 | 月 | Year month"),
    words(
        "period_start",
        "Reporting starts | Reporting start | Start date | Period start | From | Berichtsbeginn | Berichtsstart"
        " | Beginn des Berichts | Inicio del informe"
        " | Début des rapports | Début du rapport | Début de la période | Início dos relatórios | Início do relatório"
        " | Inizio del report | Inizio dei report | 보고 시작"
        " | レポート開始日",
    ),
    words(
        "period_end",
        "Reporting ends | Reporting end | End date | Period end | Berichtsende | Ende des Berichts | Fin del informe"
        " | Fin des rapports"
        " | Fin du rapport | Término dos relatórios | Encerramento dos relatórios | Fim do relatório"
        " | Fine del report | Fine dei report"
        " | 보고 종료 | レポート終了日",
    ),
    words("captured_at", "Captured at | Capture time | Exported at | As of | Snapshot date | Export date"),
)

DIMENSION_WORDS: Final = (
    words("persona", "Persona | Audience segment | Customer segment | Zielgruppe | Público | 페르소나 | ペルソナ"),
    words(
        "device",
        "Device | Device category | Device type | Device platform | Gerät | Gerätekategorie | Gerätetyp"
        " | Gerätetypen | Geräteplattform"
        " | Dispositivo | Dispositivos | Categoría de dispositivo | Tipo de dispositivo | Appareil | Appareils"
        " | Catégorie d'appareil"
        " | Type d'appareil | Dispositivo de acesso | Categoria do dispositivo | Tipo de dispositivo móvel | Apparaat"
        " | 기기 | 기기 유형 | 기기 카테고리"
        " | デバイス | デバイスの種類 | デバイス カテゴリ | デバイスのタイプ",
    ),
    words(
        "channel",
        "Channel | Channel group | Default channel group | Default channel grouping | Session default channel group"
        " | Session primary channel group | Session primary channel group (Default channel group)"
        " | Session primary channel group (Default Channel Group) | Medium channel | Kanal | Channelgruppe"
        " | Sitzung – primäre Channelgruppe (Standard-Channelgruppe) | Sitzung – Standard-Channelgruppe"
        " | Standard-Channelgruppe"
        " | Grupo de canales principal de la sesión (Grupo de canales predeterminado) | Grupo de canales predeterminado"
        " | Grupo de canales predeterminado de la sesión"
        " | Groupe de canaux principal de la session (groupe de canaux par défaut)"
        " | Groupe de canaux par défaut | Grupo de canais principal da sessão (Grupo padrão de canais)"
        " | Grupo de canais padrão"
        " | 세션 기본 채널 그룹(기본 채널 그룹) | 세션 기본 채널 그룹 | 채널"
        " | セッションのメインのチャネル グループ（デフォルト チャネル グループ）"
        " | セッションのデフォルト チャネル グループ | チャネル | Canal",
    ),
    words(
        "strategy",
        "Strategy | Variant | Treatment | Arm | Strategie | Estrategia | Stratégie | Estratégia | 전략 | 戦略",
    ),
    words(
        "country",
        "Country | Geography | Country ID | Country code | Countries | Top countries | Country/Region | Territory"
        " | Top territories"
        " | Land | Länder | Geografie | Länder/Regionen | País | Países | Geografía | Ubicación geográfica"
        " | Zona geográfica | Pays"
        " | Zone géographique | Données géographiques | Região geográfica | Paese | Paesi | Landen | 국가 | 지역"
        " | 지리적 위치 | 国 | 地域 | 国/地域",
    ),
    words(
        "city",
        "City | City name | Cities | Top cities | Top towns/cities | Stadt | Städte | Name der Stadt"
        " | Wichtigste Städte | Ciudad"
        " | Ciudades | Nombre de la ciudad | Ciudades principales | Ville | Villes | Nom de la ville"
        " | Principales villes | Cidade | Cidades | Nome da cidade"
        " | Città | Stad | 도시 | 도시 이름 | 市区町村 | 都市",
    ),
    words("region", "Region | State | Bundesland | Región | Région | Estado | Regione | 시/도 | 都道府県"),
    words(
        "age",
        "Age | Viewer age | Age group | Age range | Alter | Alter des Zuschauers | Alter der Zuschauer"
        " | Altersgruppe | Edad"
        " | Edad de los espectadores | Edad del espectador | Rango de edad | Âge | Âge du spectateur"
        " | Âge des spectateurs | Tranche d'âge"
        " | Idade | Idade do espectador | Faixa etária | Età | Leeftijd | 연령 | 시청자 연령 | 나이 | 年齢"
        " | 視聴者の年齢",
    ),
    words(
        "gender",
        "Gender | Viewer gender | Sex | Geschlecht | Geschlecht des Zuschauers | Geschlecht der Zuschauer | Género"
        " | Sexo"
        " | Género de los espectadores | Sexo de los espectadores | Género del espectador | Sexe | Sexe du spectateur"
        " | Sexe des spectateurs"
        " | Genre | Gênero | Gênero do espectador | Sesso | Geslacht | 성별 | 시청자 성별 | 性別 | 視聴者の性別",
    ),
    words(
        "traffic_source",
        "Traffic source | Traffic source type | Source of traffic | Zugriffsquelle | Traffic-Quelle | Besucherquelle"
        " | Fuente de tráfico | Source de trafic | Origem do tráfego | Sorgente di traffico | 트래픽 소스"
        " | トラフィック ソース | トラフィックソース",
    ),
    words(
        "subscription_status",
        "Subscription status | Abostatus | Abo-Status | Estado de la suscripción | Estado de suscripción"
        " | État de l'abonnement | Statut d'abonnement | Status da inscrição | Stato dell'iscrizione | 구독 상태"
        " | チャンネル登録のステータス | 登録状況",
    ),
    words(
        "playback_location",
        "Playback location | Wiedergabeort | Lugar de reproducción | Lieu de lecture | Local de reprodução"
        " | 재생 위치 | 再生場所",
    ),
    words(
        "operating_system",
        "Operating system | Betriebssystem | Sistema operativo | Système d'exploitation | Sistema operacional"
        " | 운영체제 | オペレーティング システム | OS",
    ),
    words("browser", "Browser | Navegador | Navigateur | 브라우저 | ブラウザ"),
    words("language", "Language | Sprache | Idioma | Langue | Lingua | 언어 | 言語"),
    words(
        "query",
        "Query | Queries | Top queries | Search query | Search term | Suchanfrage | Suchanfragen"
        " | Häufigste Suchanfragen | Suchbegriff"
        " | Consulta | Consultas | Consultas principales | Términos de búsqueda | Requête | Requêtes"
        " | Requêtes les plus fréquentes"
        " | Principais consultas | Query principali | Populairste zoekopdrachten | 검색어 | 인기 검색어 | 검색어 상위"
        " | 上位のクエリ | クエリ | 検索語句",
    ),
    words(
        "page",
        "Page | Pages | Top pages | Page path | Page path and screen class"
        " | Page path + query string and screen class | Page location | Page URL"
        " | Page path + query string | Seite | Seiten | Häufigste Seiten | Top-Seiten | Die häufigsten Seiten"
        " | Seitenpfad"
        " | Seitenpfad und Bildschirmklasse | Página | Páginas | Páginas principales | Páginas más populares"
        " | Ruta de la página y clase de pantalla"
        " | Ruta de página y clase de pantalla | Pages les plus populaires | Pages principales"
        " | Chemin de la page et classe de l'écran"
        " | Principais páginas | Páginas principais | Caminho da página e classe da tela | Pagine principali"
        " | Populairste pagina's | Pagina's"
        " | 인기 페이지 | 페이지 | 상위 페이지 | 페이지 경로 및 화면 클래스 | 上位のページ | ページ"
        " | ページパスとスクリーン クラス",
    ),
    words(
        "page_title",
        "Page title | Page title and screen class | Page title and screen name | Seitentitel und Bildschirmklasse"
        " | Seitentitel"
        " | Título de página y clase de pantalla | Titre de la page et classe de l'écran"
        " | Título da página e classe da tela"
        " | 페이지 제목 및 화면 클래스 | ページ タイトルとスクリーン クラス",
    ),
    words(
        "landing_page",
        "Landing page | Landing page + query string | Landingpage | Landingpage + Abfragestring | Zielseite"
        " | Página de destino"
        " | Página de destino + cadena de consulta | Page de destination | Page de destination + chaîne de requête"
        " | Página de destino + string de consulta"
        " | 방문 페이지 | 방문 페이지 + 쿼리 문자열 | ランディング ページ | ランディング ページ + クエリ文字列",
    ),
    words("hostname", "Hostname | Host name | Nom d'hôte | Nombre de host | Nome do host | 호스트 이름 | ホスト名"),
    words(
        "event",
        "Event name | Event | Ereignisname | Nombre del evento | Nom de l'événement | Nome do evento | Nome evento"
        " | 이벤트 이름 | イベント名",
    ),
    words(
        "item",
        "Item name | Artikelname | Nombre del artículo | Nom de l'article | Nome do item | 상품 이름 | アイテム名",
    ),
    words(
        "first_user_channel",
        "First user default channel group | First user primary channel group"
        " | First user primary channel group (Default channel group) | Erster Nutzer – Standard-Channelgruppe"
        " | Erster Nutzer – primäre Channelgruppe",
    ),
    words(
        "source_medium",
        "Session source / medium | Source / medium | Source / Medium | Sitzung – Quelle / Medium | Quelle / Medium"
        " | Fuente o medio de la sesión | Fuente/medio de la sesión | Source/Support de la session"
        " | Origem/mídia da sessão | 세션 소스/매체"
        " | セッションの参照元 / メディア | First user source / medium",
    ),
    words("source", "Session source | Source | Quelle | Fuente | Origem | 소스 | 参照元"),
    words("medium", "Session medium | Medium | Medio | Support | Mídia | 매체 | メディア"),
    words(
        "ad_group",
        "Ad group | Ad group name | Anzeigengruppe | Grupo de anuncios | Groupe d'annonces | Grupo de anúncios"
        " | Gruppo di annunci"
        " | 광고그룹 | 広告グループ | 広告グループ名",
    ),
    words(
        "ad_set",
        "Ad set name | Ad set | Anzeigengruppenname | Name der Anzeigengruppe | Nombre del conjunto de anuncios"
        " | Conjunto de anuncios"
        " | Nom de l'ensemble de publicités | Nome do conjunto de anúncios | 광고 세트 이름 | 広告セット名"
        " | 広告セットの名前",
    ),
    words(
        "keyword",
        "Keyword | Search keyword | Keyword-Text | Palabra clave | Mot clé | Palavra-chave | 키워드 | キーワード",
    ),
    words("placement", "Placement | Platzierung | Ubicación del anuncio | Posicionamento | 노출 위치 | 配置"),
    words("board", "Board | Board name | Pinnwand | Tablero | Tableau | Pasta | 보드 | ボード"),
    words(
        "search_appearance",
        "Search Appearance | Darstellung in der Suche | Aspecto en el buscador | Aspecto en las búsquedas"
        " | Apparence dans les résultats de recherche | Aparência na pesquisa | 검색 노출 | 検索での見え方",
    ),
    words("year", "Year | Jahr | Año | Année | Ano | Anno | 년 | 연도 | 年"),
    words("interest", "Interest | Interests | Interesse | Interés | Intérêt"),
    words(
        "new_or_returning", "New or returning | Visitor type | New / returning | User type | Nutzertyp | Besuchertyp"
    ),
)
