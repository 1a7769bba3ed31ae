"""Header words of the facts: English, German, Spanish, French, Portuguese, Italian, Dutch, Korean, Japanese."""

from typing import Final

from learning.imports.lexicon.words import words

FACT_WORDS: Final = (
    words(
        "impressions",
        "Impressions | Impression | Impr. | Imprs | Total impressions | Impressionen | Impresiones | Impressões"
        " | Impressioni | Vertoningen"
        " | Weergaven van impressies | 노출 | 노출수 | インプレッション | インプレッション数 | 表示回数 | Einblendungen"
        " | Affichages | Exibições"
        " | Impressions (total) | Impressionen (gesamt) | Impressions (Gesamt) | Impresiones (total)"
        " | Impressions (totales)",
    ),
    words(
        "impressions",
        "Thumbnail impressions | Impressionen der Miniaturansicht | Thumbnail-Impressionen"
        " | Impresiones de la miniatura"
        " | Impresiones de miniatura | Impressions des miniatures | Impressões da miniatura | 썸네일 노출수"
        " | サムネイルのインプレッション数",
        rank=1,
    ),
    words("impressions", "Successful Deliveries | Delivered | Erfolgreiche Zustellungen | Entregas correctas", rank=2),
    words(
        "reach",
        "Reach | Total reach | Accounts reached | People reached | Reichweite | Erreichte Konten | Alcance"
        " | Cuentas alcanzadas | Couverture"
        " | Portée | Comptes touchés | Contas alcançadas | Copertura | Bereik | 도달 | 도달한 계정 | リーチ | リーチ数"
        " | Post reach"
        " | Lifetime Post Total Reach | Post Total Reach",
    ),
    words(
        "views",
        "Views | Video views | Total views | Total video views | Plays | Video plays | View count | Aufrufe"
        " | Videoaufrufe | Wiedergaben"
        " | Visualizaciones | Visualizaciones de vídeo | Visualizaciones de video | Reproducciones | Vistas | Vues"
        " | Vues de la vidéo"
        " | Vues de vidéos | Vues vidéo | Visualizações | Visualizações de vídeo | Visualizações do vídeo"
        " | Visualizzazioni"
        " | Visualizzazioni video | Weergaven | Videoweergaven | 조회수 | 동영상 조회수 | 조회 | 視聴回数"
        " | 動画視聴回数 | 再生数 | 再生回数 | ビュー"
        " | 閲覧数 | Total visualizations | Video-Aufrufe | Video Aufrufe | 動画再生数 | TrueView views"
        " | Visualizaciones totales"
        " | Total de visualizaciones",
    ),
    words(
        "views",
        "Pageviews | Page views | Screen page views | Seitenaufrufe | Vistas de página | Pages vues"
        " | Visualizações de página"
        " | Visualizzazioni di pagina | Paginaweergaven | 페이지뷰 | 페이지 조회수 | ページビュー | ページビュー数"
        " | Total page views"
        " | Total page views (total) | Seitenaufrufe gesamt",
        rank=1,
    ),
    words("views", "Total Opens | Opens", rank=2),
    words(
        "engagements",
        "Engagements | Engagement | Interactions | Total interactions | Total engagements | Content interactions"
        " | Post engagements"
        " | Interaktionen | Interaktionen mit Inhalten | Inhaltsinteraktionen | Content-Interaktionen | Interacciones"
        " | Interacciones con el contenido"
        " | Interactions avec le contenu | Interações | Interações com o conteúdo | Engajamentos | Engajamento"
        " | Engagement total"
        " | Interazioni | Interacties | 참여 | 참여수 | 콘텐츠 상호작용 | 상호작용 | エンゲージメント"
        " | エンゲージメント数 | コンテンツでのインタラクション"
        " | インタラクション",
    ),
    words(
        "likes",
        "Likes | Like | Total likes | Like count | Likes count | „Gefällt mir“-Angaben | Gefällt mir-Angaben"
        " | Gefällt mir | Mag ich"
        " | Mag-ich-Bewertungen | Gefällt-mir-Angaben | Me gusta | Indicaciones de Me gusta | Total de Me gusta"
        " | Me gusta totales | J'aime"
        " | Mentions J’aime | Mentions J'aime | Curtidas | Gostos | Marcações Gostei | Mi piace | Vind-ik-leuks"
        " | 좋아요 | 좋아요 수"
        " | 마음에 들어요 | いいね | いいね！ | いいね数 | いいね！の数 | 高評価 | 高評価数 | 총 좋아요 수"
        " | Likes totales",
    ),
    words(
        "likes",
        "Reactions | Total reactions | Reactions (total) | Reaktionen | Reaktionen (gesamt) | Reacciones | Réactions"
        " | Reações | Reazioni"
        " | Reacties op bericht | 반응 | 공감 | リアクション | リアクション数 | num_reactions | Post reactions",
        rank=1,
    ),
    words("likes", "Favorites | Favorite | Favourites | Favoriten | Favoritos", rank=3),
    words(
        "comments",
        "Comments | Comment | Total comments | Comments added | Comment count | Comments (total) | Kommentare"
        " | Kommentare (gesamt)"
        " | Hinzugefügte Kommentare | Comentarios | Comentarios añadidos | Comentarios totales | Commentaires"
        " | Commentaires ajoutés | Comentários"
        " | Comentários adicionados | Commenti | Reacties | 댓글 | 댓글 수 | 추가된 댓글 | コメント | コメント数"
        " | 追加されたコメント | Post comments"
        " | Total de comentarios",
    ),
    words(
        "comments",
        "Replies | Reply | Antworten | Respuestas | Réponses | Respostas | Risposte | Antwoorden | 답글 | 回答"
        " | 返信 | 返信数 | 답글 수",
        rank=1,
    ),
    words(
        "shares",
        "Shares | Share | Total shares | Share count | Shares (total) | Geteilt | Geteilte Inhalte | Mal geteilt"
        " | Shares (gesamt)"
        " | Compartidos | Veces que se compartió | Veces compartido | Veces que se ha compartido | Contenido compartido"
        " | Total de veces compartido"
        " | Partages | Compartilhamentos | Partilhas | Condivisioni | Gedeeld | 공유 | 공유수 | 공유 횟수 | シェア"
        " | シェア数 | 共有 | 共有数"
        " | Anzahl geteilter Inhalte | Post shares",
    ),
    words(
        "shares",
        "Reposts | Repost | Retweets | Retweet | Reposts (total) | Reposts (gesamt) | Geteilte Beiträge | Repostagens"
        " | Republications"
        " | Republicaciones | Retuits | 리트윗 | 리포스트 | 재게시 | リポスト | リポスト数 | リツイート | リツイート数"
        " | 퍼가기 | Repins",
        rank=1,
    ),
    words(
        "saves",
        "Saves | Save | Saved | Total saves | Bookmarks | Total bookmarks | Add to favorites | Added to favorites"
        " | Gespeichert"
        " | Gespeicherte Inhalte | Mal gespeichert | Speicherungen | Lesezeichen | Guardados | Veces guardado"
        " | Veces que se guardó | Marcadores"
        " | Añadir a favoritos | Elementos guardados | Enregistrements | Enregistré | Signets | Ajouts aux favoris"
        " | Salvamentos"
        " | Salvos | Itens salvos | Guardado | Salvataggi | Segnalibri | Opgeslagen | 저장 | 저장됨 | 저장 수 | 북마크"
        " | 保存 | 保存数 | ブックマーク"
        " | ブックマーク数 | Total de guardados",
    ),
    words(
        "clicks",
        "Link clicks | Clicks on link | Link-Klicks | Linkklicks | Clics en el enlace | Clics en enlaces"
        " | Clics sur le lien"
        " | Clics sur un lien | Cliques no link | Cliques em links | Clic sul link | Klikken op links | 링크 클릭"
        " | 링크 클릭 수 | リンクのクリック"
        " | リンククリック | リンククリック数 | リンクのクリック数",
    ),
    words(
        "clicks",
        "URL clicks | URL-Klicks | Clics en la URL | Clics en URL | Clics sur l'URL | Cliques no URL"
        " | Cliques na URL | URL 클릭"
        " | URL 클릭 수 | URLのクリック数 | Outbound clicks | Ausgehende Klicks | Clics salientes | Clics sortants"
        " | Cliques de saída"
        " | Website clicks | 외부 클릭 | アウトバウンドクリック",
        rank=1,
    ),
    words(
        "clicks",
        "Pin clicks | Pin-Klicks | Clics en el Pin | Clics sur l'Épingle | Cliques no Pin | 핀 클릭 | ピンのクリック数",
        rank=2,
    ),
    words(
        "clicks",
        "Clicks | Click | Clicks (total) | Klicks | Klicks (gesamt) | Clics | Clic | Cliques | Clics (total)"
        " | Klikken | 클릭 | 클릭수 | クリック"
        " | クリック数 | Clicks (destination) | Total clicks | Klicks gesamt",
        rank=3,
    ),
    words(
        "clicks",
        "Clicks (all) | Klicks (alle) | Clics (todos) | Clics (tous) | Cliques (todos) | 클릭(전체)"
        " | クリック(すべて) | クリック（すべて）",
        rank=4,
    ),
    words(
        "profile_visits",
        "Profile visits | Profile views | User profile clicks | Profile clicks | Instagram profile visits"
        " | Facebook visits | Page visits"
        " | Profilbesuche | Profilaufrufe | Klicks auf das Nutzerprofil | Visitas al perfil"
        " | Visualizaciones del perfil | Visitas de perfil"
        " | Clics en el perfil del usuario | Visites du profil | Vues du profil | Visites de profil | Visitas ao perfil"
        " | Visualizações do perfil | Visite al profilo | Profielbezoeken | 프로필 방문 | 프로필 조회수"
        " | 사용자 프로필 클릭 | プロフィールへのアクセス"
        " | プロフィールへのアクセス数 | プロフィールの表示回数 | プロフィール閲覧数 | プロフィールビュー",
    ),
    words(
        "follows",
        "Follows | New follows | Follows gained | Followers gained | New followers | Net follows | Facebook follows"
        " | Instagram follows"
        " | Neue Follower | Neu gewonnene Follower | Follower gewonnen | Nuevos seguidores | Nuevos follows"
        " | Seguimientos | Seguimentos | Nouveaux abonnements"
        " | Nouveaux followers | Suivis | Nouveaux abonnés | Novos seguidores | Seguidas | Nuovi follower"
        " | Nieuwe volgers | 팔로우 | 신규 팔로우"
        " | 새 팔로우 | 새 팔로워 | 신규 팔로워 | フォロー | 新しいフォロー | 新規フォロワー | フォロー数"
        " | Difference in followers from previous day"
        " | Unterschied der Follower zum Vortag | Diferencia de seguidores respecto al día anterior",
    ),
    words(
        "follows",
        "Subscribers | Abonnenten | Suscriptores | Abonnés | Inscritos | Iscritti | Abonnees | 구독자"
        " | チャンネル登録者 | チャンネル登録者数"
        " | 登録者",
        rank=1,
    ),
    words(
        "follows",
        "Subscribers gained | Neue Abonnenten | Gewonnene Abonnenten | Suscriptores ganados | Suscriptores obtenidos"
        " | Abonnés gagnés"
        " | Inscritos ganhos | Inscrições obtidas | Iscritti acquisiti | 유입된 구독자 | 구독자 증가수"
        " | 獲得したチャンネル登録者 | 登録者増加数",
        rank=2,
    ),
    words(
        "conversions",
        "Conversions | Key events | Conversions (total) | Total conversions | Schlüsselereignisse | Conversiones"
        " | Eventos clave"
        " | Événements clés | Conversões | Eventos-chave | Eventos principais | Conversioni | Eventi chiave"
        " | Conversies"
        " | Belangrijke gebeurtenissen | 전환 | 전환수 | 주요 이벤트 | コンバージョン | コンバージョン数 | キーイベント"
        " | Total conversion | Konversionen"
        " | Conversions (platform) | Total_Conversion",
    ),
    words(
        "conversions",
        "Purchases | Total Orders | Orders | Transactions | Unique Placed Order | Käufe | Compras | Achats"
        " | Bestellungen | Acquisti"
        " | 구매 | 購入 | Ecommerce purchases",
        rank=1,
    ),
    words(
        "conversions",
        "Results | Ergebnisse | Resultados | Résultats | Risultati | Resultaten | 결과 | 結果 | Leads",
        rank=2,
    ),
    words(
        "revenue",
        "Total revenue | Revenue | Gesamtumsatz | Umsatz | Ingresos totales | Ingresos | Revenu total | Revenus"
        " | Receita total | Receita"
        " | Entrate totali | Totale opbrengst | 총 수익 | 수익 | 合計収益 | 収益 | Purchase revenue",
    ),
    words(
        "revenue",
        "Estimated revenue | Your estimated revenue | Estimated earnings | Video estimated revenue"
        " | Geschätzter Umsatz | Geschätzte Einnahmen"
        " | Ingresos estimados | Revenus estimés | Receita estimada | Ricavi stimati | Geschatte inkomsten | 예상 수익"
        " | 대략적인 파트너 수익 | 推定収益 | Dein geschätzter Umsatz | Tus ingresos estimados",
        rank=1,
    ),
    words(
        "revenue",
        "Conv. value | Conversion value | Conversions value | Purchase conversion value | Purchases conversion value"
        " | Checkout value in account currency | Conv.-Wert | Conversion-Wert | Valor de conversión | Valor de conv."
        " | Valor de conversión de compras"
        " | Valeur de conversion | Valeur conv. | Valor da conversão | Valor de conversão da compra | Wert von Käufen"
        " | 전환 가치 | コンバージョン値"
        " | Placed Order Value",
        rank=2,
    ),
    words("revenue", "Total Gross Sales | Gross sales", rank=3),
    words(
        "spend",
        "Amount spent | Spend | Spent | Cost | Costs | Total cost | Total spend | Spend in account currency | Kosten"
        " | Ausgegebener Betrag | Ausgaben"
        " | Importe gastado | Coste | Costo | Gasto | Inversión | Montant dépensé | Coût | Dépenses | Valor usado"
        " | Valor gasto | Montante gasto | Custo"
        " | Importo speso | Spesa | Uitgegeven bedrag | 지출 금액 | 비용 | 광고비 | 消化金額 | 費用 | コスト"
        " | ご利用金額 | Campaign Cost",
    ),
    words(
        "sessions",
        "Sessions | Sitzungen | Sesiones | Sessões | Sessioni | Sessies | 세션 | 세션수 | セッション | セッション数",
    ),
    words("sessions", "Visits | Besuche | Visitas | Visites", rank=2),
    words("bounces", "Bounces | Absprünge | Rebotes | Rebonds | Rejeições | 이탈 | 直帰数"),
    words("session_seconds", "Session seconds | Total session duration | Sitzungsdauer gesamt"),
    words(
        "watch_seconds",
        "Watch time | Watch time seconds | Watch time (hours) | Watch time (minutes) | Total play time"
        " | Seconds viewed | Total watch time"
        " | Wiedergabezeit (Stunden) | Wiedergabezeit (Minuten) | Wiedergabezeit | Gesamte Wiedergabezeit"
        " | Tiempo de visualización (horas)"
        " | Tiempo de visualización (minutos) | Tiempo de visualización | Tiempo total de reproducción"
        " | Durée de visionnage (heures)"
        " | Durée de visionnage (minutes) | Durée de visionnage | Temps de lecture total | Tempo de exibição (horas)"
        " | Tempo de exibição (minutos) | Tempo de exibição | Tempo total de reprodução"
        " | Tempo di visualizzazione (ore) | Kijktijd (uren)"
        " | 시청 시간(단위: 시간) | 시청 시간(시간) | 시청 시간(단위: 분) | 시청 시간 | 총 재생 시간"
        " | 総再生時間（単位: 時間） | 総再生時間（時間） | 総再生時間（分） | 総再生時間"
        " | 再生時間（時間） | 再生時間 | 合計再生時間 | Angesehene Sekunden",
    ),
)
