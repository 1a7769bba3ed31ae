"""One-byte code pages, told by the letters of the languages that are written in them."""

from __future__ import annotations

import pytest

from learning.imports.reading.encoding import encoding_of

WRITTEN = [
    ("cp1250", "Data publikacji;Wyświetlenia;Zasięg;Polubienia;Udostępnienia\n01.05.2026;1 234;900;5;Życzymy świąt\n"),
    ("cp1250", "Data;Wyświetlenia;Zasięg;Kliknięcia\n01.05.2026;1;2;3\n"),
    ("iso8859_2", "Data publikacji;Wyświetlenia;Zasięg;Polubienia;Udostępnienia\n01.05.2026;1;2;3;4\n"),
    ("cp1250", "Datum;Zobrazení;Dosah;Líbí se mi;Komentáře;Sdílení\n1.5.2026;1;2;3;4;5\n"),
    ("cp1250", "Dátum;Megjelenítések;Elérés;Költség;Hűségprogram\n2026.05.01;1;2;3;őszi gyűjtemény\n"),
    ("cp1250", "Data;Afişări;Reacţii;Vizualizări;Distribuiri\n01.05.2026;1;2;3;4\n"),
    ("cp1254", "Tarih;Görüntülenme;Erişim;Beğeni;Paylaşım;Tıklamalar\n01.05.2026;1;2;3;4;5\n"),
    ("cp1251", "Дата;Показы;Охват;Лайки;Комментарии;Клики\n01.05.2026;1;2;3;4;5\n"),
    ("cp1251", "date;impressions;campaign\n2026-05-01;1;Весна\n"),
    ("cp1251", "Дата;Покази;Охоплення;Вподобання;Кількість\n01.05.2026;1;2;3;4\n"),
    ("cp1251", "Дата;Импресии;Обхват;Харесвания;Споделяния\n01.05.2026;1;2;3;4\n"),
    ("cp1253", "Ημερομηνία;Εμφανίσεις;Απήχηση;Κλικ;Σχόλια\n01/05/2026;1;2;3;4\n"),
    ("cp1253", "date;impressions;campaign\n2026-05-01;1;Καλοκαίρι\n"),
    ("cp1252", "Datum;Aufrufe;Reichweite;Beiträge;Gefällt mir\n01.05.2026;1;2;3;Grüße aus Köln – schöne Straße\n"),
    ("cp1252", "Titre;Portée\nœuvre;1\nforêt;2\nà l’été;3\n"),
    ("cp1252", "Fecha;Visualizaciones;Publicación\n01/05/2026;1;¿Qué? ¡Mañana! año español\n"),
    ("cp1252", "Data;Visualizações;Duração;Publicação;Reações\n01/05/2026;1;2;3;São João às três\n"),
    ("cp1252", "Data;Visualizzazioni;Quantità\n01/05/2026;1;perché è più così\n"),
    ("cp1252", "Dato;Visninger;Rækkevidde;Beløb;Måned\n01.05.2026;1;2;3;4\n"),
    ("cp1252", "Dagsetning;Birtingar;Útbreiðsla;Líkar við;Þátttaka\n01.05.2026;1;2;3;4\n"),
    ("cp1252", "campaign;clicks\nMünchen;1\nMálaga;2\nSão Paulo;3\nCórdoba España;4\nGenève;5\nKøbenhavn;6\n"),
    ("cp1252", "city;clicks\nBogotá;1\nMedellín;1\nLeón;1\nCancún;1\nMérida;1\nKöln;1\nMünchen;1\nA Coruña;1\n"),
    ("cp1252", "date,impressions,spend\n2026-05-01,1,€12\n2026-05-02,2,£5 – “x”\n"),
    ("gb18030", "日期,展示次数,点赞,评论,转发\n2026-05-01,1,2,3,4\n"),
    ("cp949", "날짜,조회수,좋아요,댓글\n2026-05-01,1,2,3\n"),
    ("cp932", "日付,表示回数,いいね,リーチ\n2026-05-01,1,2,3\n"),
]


@pytest.mark.parametrize(("codec", "text"), WRITTEN)
def test_a_text_reads_as_it_was_written(codec: str, text: str) -> None:
    written = text.encode(codec)
    assert written.decode(encoding_of(written)[0]) == text


def test_one_letter_that_two_languages_may_have_meant_stays_western() -> None:
    assert encoding_of("Zasięg;1\n".encode("cp1250"))[0] == "cp1252"
    assert encoding_of("price;£5\n".encode("cp1252"))[0] == "cp1252"
