"""Names of months and weekdays in the languages of exports, as `fold` spells them.

Taken once from the Unicode CLDR (by way of Babel 2.18): the names are facts of the languages, a table of this size
needs no package at run time, and libraries that guess dates freely read too much into a cell. Left out: Croatian, whose
short names are other months in Polish and Czech.
"""

import re
import unicodedata
from typing import Final

_MONTHS: Final = (
    (
        "ene enero gen gener gennaio ian ianuarie jaan jaanuar jan janeiro janner januar januara januari "
        "january janv janvaris janvier jenner led leden ledna oca ocak saus sausio sausis sty styczen "
        "stycznia tammi tammikuu tammikuuta ιαν ιανουαριοσ ιανουαριου січ січень січня янв январь января яну "
        "януари јан јануар ינו ינואר يناير जन जनवरी มกราคม มค "
    ),
    (
        "feb febbraio feber febr febrer febrero februar februara februari februarie februaris february fev "
        "fevereiro fevr fevrier helmi helmikuu helmikuuta lut lutego luty sub subat uno unor unora vas "
        "vasario vasaris veebr veebruar φεβ φεβρουαριοσ φεβρουαριου лют лютии лютого феб фебруар фев февр "
        "февраль февраля февруари פבר פברואר فبراير फ़र फ़रवरी กพ กุมภาพันธ์ "
    ),
    (
        "bre brezen brezna kov kovas kovo maalis maaliskuu maaliskuuta maart mac maerz mar marc marca march "
        "marcius marco marec maret mars mart martie marts marz marzec marzo mrt mrz μαρ μαρτιοσ μαρτιου бер "
        "березень березня мар март марта מרץ مارس मार्च มีค มีนาคม "
    ),
    (
        "abr abril apr april aprila aprile aprilie aprilis aprill avr avril bal balandis balandzio dub duben "
        "dubna huhti huhtikuu huhtikuuta kwi kwiecien kwietnia nis nisan απρ απριλιοσ απριλιου апр апрель "
        "апреля април квіт квітень квітня אפר אפריל أبريل अप्रैल เมย เมษายน "
    ),
    (
        "geg geguze geguzes kve kveten kvetna mag maggio mai maig maijs maio maj maja majus may mayo mayıs "
        "mei touko toukokuu toukokuuta μαι μαιοσ μαιου маи мая мај трав травень травня מאי مايو मई พค พฤษภาคม "
    ),
    (
        "birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec giu giugno haz haziran iun iunie juin "
        "jun juna june junho juni junij junijs junio junius juny juuni kesa kesakuu kesakuuta ιουν ιουνιοσ "
        "ιουνιου июн июнь июня черв червень червня юни јун יוני يونيو जून มิถุนายน มิย "
    ),
    (
        "cervence cervenec cvc heina heinakuu heinakuuta iul iulie juil juillet jul jula julai julho juli "
        "julij julijs julio juliol julius july juuli liep liepa liepos lip lipca lipiec lug luglio tem temmuz "
        "ιουλ ιουλιοσ ιουλιου июл июль июля лип липень липня юли јул יולי يوليو जुल जुलाई กค กรกฎาคม "
    ),
    (
        "ag ago agost agosto agu agustos agustus aout aug august augusta augusti augusts augustus augusztus "
        "avg avgust elo elokuu elokuuta ogo ogos rugp rugpjucio rugpjutis sie sierpien sierpnia srp srpen "
        "srpna αυγ αυγουστοσ αυγουστου авг август августа серп серпень серпня אוג אוגוסט أغسطس अग अगस्त สค "
        "สิงหาคม "
    ),
    (
        "eyl eylul rugs rugsejis rugsejo sep sept september septembra septembre septembrie septembris "
        "septiembre set setembre setembro setiembre settembre syys syyskuu syyskuuta szept szeptember wrz "
        "wrzesien wrzesnia zar zari σεπ σεπτεμβριοσ σεπτεμβριου вер вересень вересня сент сентябрь сентября "
        "сеп септембар септември ספט ספטמבר سبتمبر सित सितंबर กย กันยายน "
    ),
    (
        "eki ekim loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktober oktobra oktobris "
        "oktoober ott ottobre out outubro paz pazdziernik pazdziernika rij rijen rijna spal spalio spalis οκτ "
        "οκτωβριοσ οκτωβριου жовт жовтень жовтня окт октобар октомври октябрь октября אוק אוקטובר أكتوبر "
        "अक्टू अक्टूबर ตค ตุลาคม "
    ),
    (
        "kas kasım lapkr lapkricio lapkritis lis listopad listopada listopadu marras marraskuu marraskuuta "
        "noiembrie nov november novembra novembre novembris novembro noviembre νοε νοεμβριοσ νοεμβριου лист "
        "листопад листопада нов новембар ное ноември нояб ноябрь ноября נוב נובמבר نوفمبر नव नवंबर พย "
        "พฤศจิกายน "
    ),
    (
        "ara aralık dec december decembra decembre decembrie decembris des desember desembre dets detsember "
        "dez dezember dezembro dic dicembre diciembre dis disember gru grudnia grudzien gruod gruodis "
        "gruodzio joulu joulukuu joulukuuta pro prosince prosinec δεκ δεκεμβριοσ δεκεμβριου груд грудень "
        "грудня дек декабрь декабря декември дец децембар דצמ דצמבר ديسمبر दिस दिसंबर ธค ธันวาคม "
    ),
)
_WEEKDAYS: Final = (
    "ahad ahd an antradienis car carsamba cet cetrtek ceturtd ceturtdiena cmt cs csutortok ct ctvrtek cum cuma "
    "cumartesi czw czwartek dc dg di dienstag dijous dilluns dim dimanche dimarts dimecres dinsdag dissabte diumenge "
    "divendres dj dl do dom domenica domingo donderdag donnerstag ds dt dum duminica dv esmaspaev feira fr fre fredag "
    "freitag fri friday gio giovedi hetfo isn isnin jeu jeudi joi jue jueves jum jumaat jumat kam kamis ke kedd "
    "keskiviikko keskiviikkona ketvirtadienis kha khamis kolmapaev kt la lauantai lauantaina laupaev lor lordag lun "
    "lundi lunedi lunes luni lør lørdag ma maanantai maanantaina maandag man mandag mardi martedi martes marti mer "
    "mercoledi mercredi mi mie miercoles miercuri min minggu mittwoch mo mon monday montag ne ned nedela nedele "
    "nedelja neljapaev niedz niedziela ons onsdag otrd otrdiena pa patek pazar pazartesi pe penktadienis pentek per "
    "perjantai perjantaina persembe pet petek pi piatek piatok piektd piektdiena pirmadienis pirmd pirmdiena pn po "
    "pon pondeli pondelok ponedeljek poniedziałek pr pt puhapaev pzt qua quarta qui quinta rab rabu reede sa sab "
    "sabado sabato sabtu sal salı sam sambata samedi samstag sat saturday seg segunda sekmadienis sel selasa sen "
    "senin sestadienis sestd sestdiena sex sexta sk so sob sobota son sondag sonntag sr sre sreda sroda st streda "
    "stvrtok su sun sunday sunnuntai svetd svetdiena sze szerda szo szombat søn søndag teisipaev ter terca thu thur "
    "thurs thursday ti tiistai tiistaina tir tirs tirsdag tis tisdag to tor torek tors torsdag torstai torstaina tr "
    "treciadienis tresd tresdiena tue tues tuesday ut utery utorok vasarnap ven vendredi venerdi vie viernes vin "
    "vineri vr vrijdag wed wednesday weds wo woensdag wt wtorek za zaterdag zo zondag δευ δευτερα κυρ κυριακη παρ "
    "παρασκευη πεμ πεμπτη σαβ σαββατο τετ τεταρτη τρι τριτη воскресенье вс вт вторник вівторок нд нед неделя недеља "
    "неділя пʼятниця пет петак петък пн пон понеделник понедельник понедељак понеділок пт пятница сб середа ср сре "
    "среда сряда суб суббота субота събота уто уторак чет четвер четверг четвртак четвъртък чт חמישי יום ראשון רביעי "
    "שבת שישי שלישי שני الأحد الأربعاء الاثنين الثلاثاء الجمعة الخميس السبت गुरु गुरुवार बुध बुधवार मंगल मंगलवार रवि "
    "रविवार शनि शनिवार शुक्र शुक्रवार सोम सोमवार พฤ วันจันทร์ วันพฤหัสบดี วันพุธ วันศุกร์ วันอังคาร วันอาทิตย์ "
    "วันเสาร์ อา "
)
_CONNECTORS: Final = (
    "de del d di do da dal du of the le la el los les a al at um à alle ore kl klo den der am il os on en г гг р год "
    "року gada y st nd rd th er º ª o e ος uhr uur h в о"
)
_MORNING: Final = "am a.m 오전 午前 上午 πμ π.μ öö oo ص पूर्वाह्न fm dop"
_EVENING: Final = "pm p.m 오후 午後 下午 μμ μ.μ ös م अपराह्न em odp"

_ACCENTS: Final = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """A text without case and without the accents of Latin, Greek and Cyrillic letters.

    Args:
        text: any text.

    Returns:
        The folded text: `Février` and `FEVRIER` become `fevrier`; letters of other scripts stay whole.
    """
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())))


MONTHS: Final = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
WEEKDAYS: Final = frozenset(_WEEKDAYS.split())
CONNECTORS: Final = frozenset(fold(word) for word in _CONNECTORS.split())
MORNING: Final = frozenset(fold(word) for word in _MORNING.split())
EVENING: Final = frozenset(fold(word) for word in _EVENING.split())
WEEKDAY_OR_MONTH: Final = frozenset({"mar", "paz"})
"""Months that are also short weekdays of the same language (martes, mardi; pazar): before another month they are
weekdays."""
