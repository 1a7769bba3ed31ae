"""Words that tell a subject area by themselves, in the languages that their authors read.

A word that means several things ('apple', 'season', 'model') or that every brand uses ('new', 'follow', 'post') is
none. Written by hand from general knowledge and never fitted to anybody's posts. A star ends a stem: 'vaccin*' stands
for all words that begin so. Accents are left out. English, German, French, Spanish, Portuguese, Italian, Dutch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DOMAIN_WORDS: Final[Mapping[str, str]] = {
    "technology": """
        technolog* tech app microchip* software hardware smartphone* iphone* ipad* android laptop* computer* computing
        gadget* apps algorithm* cyber* hacker* hacking internet broadband wifi bluetooth startup* developer*
        programming coding javascript python linux browser* semiconductor* processor* robot* drone* wearable*
        smartwatch* encryption malware cloud database* server servers api blockchain ai chatbot* github microsoft
        samsung website* rechner programmier* entwickler* handy netzwerk* technik* logiciel* ordinateur* informatique
        numerique* ordenador* informatic* celular* movil* tecnolog* computador* programma* beveiliging datenschutz
    """,
    "business": """
        business* entrepreneur* ceo founder* company companies corporate merger* acquisition* supplier* wholesale
        retailer* marketing advertis* sales recruit* hiring employer* employee* workplace leadership b2b logistics
        management manager* productivity negotiation* branding ecommerce freelanc* career* job jobs unternehm* firma
        firmen arbeitgeber* mitarbeit* vertrieb* werbung karriere* wirtschaft* entreprise* employeur* carriere*
        emploi* empresa* empresari* negocio* empleo* trabajo* vendas emprego* azienda aziende imprenditor* lavoro
        bedrijf bedrijven werkgever* vacature*
    """,
    "finance": """
        finance* financial bank banks banking invest* stocks shareholder* dividend* mortgage* loan loans debt* tax
        taxes pension* insurance inflation econom* currency currencies bitcoin crypto* hedge fund funds portfolio*
        broker* wallstreet nasdaq budget* earnings revenue* finanz* aktie* zinsen sparen steuer* versicherung* rente
        boerse borse kredit* bourse banque* impot* epargne* banco bancos inversion* impuesto* ahorro* dinero
        investiment* imposto* poupanca risparmi* borsa belasting* beleggen hypothe*
    """,
    "health": """
        health* medic* doctor* nurse* hospital* patient* disease* cancer diabet* vaccin* virus* therap* symptom*
        surgery surgeon* clinic* pharma* wellness mental anxiety depression sleep insomnia allerg* immun* obes*
        pregnan* dental dentist* nutrition* vitamin* yoga meditation mindfulness gesund* arzt aerzte krank* klinik*
        impf* schlaf* heil* sante medecin* maladie* hopital* sommeil salud* medico* enfermedad* hospitales vacuna*
        sueno saude doenca* salute malattia* ospedal* gezond* ziekte* ziekenhuis* zorg
    """,
    "sport": """
        sport* football* soccer basketball* baseball tennis golf rugby cricket hockey athlet* olympi* marathon*
        runner* cycling cyclist* swim* workout* fitness gym gyms coach* stadium* league* championship* tournament*
        playoff* nfl nba nhl mlb uefa fifa quarterback goalkeeper* striker* boxing wrestling surf* skateboard* skiing
        snowboard* formula1 mma ufc triathlon* fussball* turnier* mannschaft* trainer bundesliga verein* entrainement*
        coureur* futbol deporte* jugador* entrenamiento* futebol esporte* corrida jogador* calcio squadra allenament*
        voetbal* wedstrijd* hardlopen
    """,
    "food": """
        food* recipe* cook* baking bake baked baker* chef* restaurant* cuisine* kitchen dinner* lunch breakfast
        dessert* chocolate* coffee tea wine* beer* cocktail* pizza* pasta burger* salad* soup* cheese bread vegan*
        vegetarian* vegetable* fruit* chicken beef barbecue* bbq grill* delicious tasty spice* flavor* flavour*
        sandwich* breakfasts snack* cake cakes cookie* rezept* koch* kochen backen essen fruehstuck fruhstuck lecker
        gemuse kase brot kaffee wein bier recette* cuisiner repas gateau* fromage vin receta* cocina* comida* cena
        postre* cerveza* vino receita* cozinha* jantar queijo ricetta ricette cucina pranzo formaggio recept* koken
        lekker* groente*
    """,
    "travel": """
        travel* trip trips vacation* holiday* hotel* hostel* flight* airline* airport* airfare* cruise* tourism
        tourist* destination* beach beaches resort* backpack* itinerar* passport* luggage suitcase* sightseeing
        roadtrip* camping campsite* hike hikes hiking hiker* trail trails airbnb getaway* island islands reise*
        urlaub* flug fluge flughafen strand ferien wander* ausflug* voyage* vacances plage* sejour randonnee* viaje*
        vacaciones vuelo* playa* turism* viagem viagens ferias praia* voo voos viaggi* vacanz* spiaggia volo voli
        reizen vakantie* vlucht* wandelen
    """,
    "fashion": """
        fashion* outfit* dress dresses clothing clothes wardrobe* jewel* handbag* sneaker* shoes boots lipstick makeup
        cosmetic* skincare beauty hairstyle* haircut* perfume* fragrance* runway couture vogue lingerie denim jeans
        jacket* sweater* mascara nails manicure kleid kleider kleidung schuhe schmuck schonheit kosmetik* vetement*
        chaussure* robe robes maquillage parfum* beaute ropa moda vestido* zapatos maquillaje belleza roupa* sapatos
        beleza maquiagem abbigliament* scarpe vestiti bellezza kleding schoenen sieraden
    """,
    "entertainment": """
        entertain* movie* film* cinema* hollywood netflix tv sitcom* episode* trailer* actor* actress* celebrit*
        music* song songs album* concert* band bands singer* rapper* hiphop dj festival* theater* theatre* comedy
        comedian* oscar oscars grammy* emmy* broadway disney marvel anime manga videogame* gaming gamer* xbox
        playstation nintendo podcast* superhero* musical* musik* schauspiel* konzert* kino spiele* musique* chanson*
        acteur* spectacle* cine pelicula* musica* cancion* actriz concierto* juego* filme filmes novela* atriz canzon*
        attor* spettacol* muziek* toneel* acteurs
    """,
    "education": """
        educat* school* student* teacher* teaching university universities college* campus classroom* lesson*
        curriculum exam exams homework tuition scholarship* graduat* professor* kindergarten tutor* tutorial* literacy
        textbook* lecture* schule* schuler* lehrer* bildung* studium studier* universitat* hochschul* unterricht*
        lernen kurs kurse ecole* eleve* enseign* etudiant* universite* escuela* alumno* estudiant* profesor*
        universidad* aprend* escola* aluno* ensino universidade* scuola scuole studenti insegnant* universita
        onderwijs leraar leraren leerling*
    """,
    "politics": """
        politic* government* president* senat* congress* parliament* election* elected vote voter* voting democra*
        republican* minister* policy policies law laws lawmaker* legislat* protest* military army war wars soldier*
        police refugee* immigra* treaty sanction* diplomat* obama biden trump putin terror* syria* iran* korea*
        ukrain* russia* israel* palestin* nato politik* regierung* wahl wahlen bundestag gesetz* krieg* polizei partei
        parteien gouvernement* ministre* guerre* gobierno* elecciones presidente ley leyes guerra* policia governo*
        eleicao eleicoes elezion* politiek* regering* verkiezing* oorlog*
    """,
    "science": """
        science* scientist* scientific research* physic* chemis* biolog* astronom* telescope* nasa spacecraft
        asteroid* planet* galaxy galaxies quantum laborator* genom* gene genes dna fossil* dinosaur* archaeolog*
        mathemat* evolution* neuroscien* particle* satellite* rocket* wissenschaft* forsch* weltraum physik* chemie
        biologie recherche* scientifique* ciencia* cientific* investigacion* pesquisa* scienz* ricerca ricercator*
        wetenschap* onderzoek*
    """,
    "home": """
        homes house* furniture* garden* decor* interior* kitchenware sofa* bedroom* bathroom* renovat* diy apartment*
        realestate landlord* family families parent* parenting mom moms mum mums dad dads baby babies toddler* kids
        child* pet pets dog dogs puppy puppies cat cats kitten* wedding* haus hauser wohnung* mobel garten* familie*
        eltern kinder hund hunde katze katzen maison* jardin* famille* parents enfant* meuble* chien* casa casas hogar
        familia* hijo* hijos mueble* perro* gato* filho* crianca* jardim cachorro* famiglia famiglie figli giardin*
        cane cani gatti huis tuin gezin kinderen
    """,
    "environment": """
        environment* climate* sustainab* pollut* renewable* solar recycl* carbon emission* wildlife biodivers*
        conservation ecolog* ecosystem* forest* deforest* ocean oceans plastic zerowaste greenhouse endangered
        earthquake* hurricane* tornado* flood* wildfire* drought* umwelt* klima* nachhaltig* erneuerbar* naturschutz
        okolog* environnement* climat* durable* ecologi* medioambiente clima ecologic* sostenib* reciclaj* sustentav*
        reciclagem ambiente sostenibil* riciclo milieu* klimaat* duurza*
    """,
    "mobility": """
        cars vehicle* automobile* automotive tesla* toyota* bmw mercedes volkswagen porsche ferrari truck* suv
        motorcycle* motorbike* horsepower driving traffic highway* trains railway* railroad* subway* bus buses transit
        uber lyft scooter* auto autos fahrzeug* verkehr* bahn motorrad* voiture* vehicule* trafic coche* carro*
        vehiculo* trafico tren trem veicul* treno treni automobil* fiets* verkeer trein
    """,
}
"""Subject area -> its words."""
