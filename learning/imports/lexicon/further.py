"""Header words of the usual columns in Polish, Czech, Russian, Ukrainian, Greek, Turkish, Swedish and Danish."""

from typing import Final

from learning.imports.lexicon.words import words

FURTHER_WORDS: Final = (
    words(
        "impressions",
        "Wyświetlenia | Liczba wyświetleń | Zobrazení | Imprese | Показы | Число показов | Покази | Εμφανίσεις"
        " | Gösterim | Gösterimler | Gösterim sayısı | Görüntülenme | Visningar | Exponeringar | Visninger"
        " | Eksponeringer",
    ),
    words("reach", "Zasięg | Dosah | Охват | Охоплення | Απήχηση | Erişim | Räckvidd | Rækkevidde"),
    words("views", "Odsłony | Zhlédnutí | Просмотры | Перегляди | Προβολές | Görüntüleme | İzlenme"),
    words(
        "likes", "Polubienia | Líbí se mi | Лайки | Нравится | Вподобання | Μου αρέσει | Beğeni | Beğeniler | Gillar"
    ),
    words("comments", "Komentarze | Komentáře | Комментарии | Коментарі | Σχόλια | Yorum | Yorumlar | Kommentarer"),
    words(
        "shares",
        "Udostępnienia | Sdílení | Репосты | Поделились | Поширення | Κοινοποιήσεις | Paylaşım | Paylaşımlar"
        " | Delningar | Delinger",
    ),
    words(
        "saves",
        "Zapisane | Zapisy | Uložení | Сохранения | Збереження | Αποθηκεύσεις | Kaydetme | Kaydedilenler | Sparade",
    ),
    words(
        "clicks",
        "Kliknięcia | Kliknutí | Prokliky | Клики | Переходы | Кліки | Κλικ | Tıklama | Tıklamalar | Klick | Klik",
        rank=3,
    ),
    words(
        "spend",
        "Koszt | Wydana kwota | Cena | Náklady | Расход | Расходы | Потрачено | Витрати | Κόστος | Δαπάνη | Maliyet"
        " | Harcanan tutar | Kostnad | Omkostning",
    ),
    words("date", "Dzień | Dag | Den | Дата | День | Ημερομηνία | Ημέρα | Tarih | Gün | Dato"),
    words(
        "published_at",
        "Data publikacji | Datum zveřejnění | Дата публикации | Дата публікації | Ημερομηνία δημοσίευσης"
        " | Yayınlanma tarihi",
    ),
    words("campaign", "Kampania | Kampaň | Кампания | Кампанія | Καμπάνια | Kampanya | Kampanj | Kampagnenavn"),
)
