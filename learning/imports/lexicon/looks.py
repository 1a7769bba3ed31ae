"""Header words of what is seen in a content, and of its angle: kept among its extras, from which formulas are made."""

from typing import Final

from learning.imports.lexicon.words import words

LOOK_WORDS: Final = (
    words("attribute.angle", "Angle | Story angle | Content angle | Blickwinkel | Ángulo | Ângulo | Angolo"),
    words(
        "attribute.visual_style",
        "Visual style | Image style | Picture style | Creative style | Bildstil | Estilo visual | Style visuel"
        " | Stile visivo | 비주얼 스타일 | ビジュアルスタイル",
    ),
    words(
        "attribute.visual_colour",
        "Dominant colour | Dominant color | Main colour | Main color | Colour palette | Color palette | Hauptfarbe"
        " | Color dominante | Couleur dominante | Cor dominante | Colore dominante | 주요 색상 | 主な色",
    ),
    words(
        "attribute.visual_people",
        "People in picture | People in image | People shown | Shows people | Shows faces | Has face | Has faces"
        " | Personen im Bild | Zeigt Gesichter | Personas en la imagen | Personnes sur la photo | Pessoas na imagem",
    ),
    words(
        "attribute.visual_text",
        "Text overlay | Text in picture | Text in image | On-screen text | Text on screen | Text im Bild"
        " | Texto en la imagen | Texte à l'écran | Texto na imagem | Testo nell'immagine",
    ),
    words(
        "attribute.visual_setting",
        "Visual setting | Picture setting | Image background | Picture background | Bildhintergrund"
        " | Fondo de la imagen | Arrière-plan de l'image | Fundo da imagem",
    ),
    words(
        "attribute.visual_shot",
        "Shot type | Shot size | Camera angle | Einstellungsgröße | Kameraperspektive | Tipo de plano | Type de plan",
    ),
    words(
        "attribute.visual_cover",
        "Thumbnail style | Thumbnail type | Cover style | Cover type | Vorschaubild-Stil | Estilo de miniatura"
        " | Style de miniature",
    ),
)
