"""Pictograms: line drawings on a 24 by 24 field (Lucide, ISC licence), in `pictograms.json`."""

import json
import unicodedata
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Pictogram(StrEnum):
    QUALITY = "quality"
    ARTIFICIAL_INTELLIGENCE = "artificial_intelligence"
    CARE = "care"
    COMMUNICATION = "communication"
    CONSTRUCTION = "construction"
    CRAFT = "craft"
    CYBERSECURITY = "cybersecurity"
    DATA = "data"
    DATABASE = "database"
    ENERGY = "energy"
    ENVIRONMENT = "environment"
    GEAR = "gear"
    HEALTH = "health"
    IDEA = "idea"
    INDUSTRY = "industry"
    INTERNATIONAL = "international"
    LANGUAGES = "languages"
    LAW = "law"
    LEADERSHIP = "leadership"
    LEARNING = "learning"
    LOGISTICS = "logistics"
    PARTNERSHIP = "partnership"
    PRESENTATION = "presentation"
    CODE = "code"
    SAFETY = "safety"
    SCIENCE = "science"
    START_UP = "start_up"
    TARGET = "target"
    TEAM = "team"
    TOOLS = "tools"


# The beginnings of words, French and English, without accents, that call for a pictogram.
_WORDS: dict[Pictogram, tuple[str, ...]] = {
    Pictogram.SAFETY: ("secur", "safety", "prevent", "secour", "first aid", "incendie", "risque"),
    Pictogram.CYBERSECURITY: ("cyber", "mot de passe", "chiffre", "confidential"),
    Pictogram.ENERGY: ("electri", "energ", "batterie", "photovolt", "batter"),
    Pictogram.ARTIFICIAL_INTELLIGENCE: ("intelligence artificielle", "artificial", "machine learn"),
    Pictogram.DATA: ("donnee", "data", "statisti", "analys", "indicateur", "tableau"),
    Pictogram.CODE: ("program", "python", "logiciel", "software", "developp", "code"),
    Pictogram.ENVIRONMENT: ("environnement", "dechet", "ecolog", "sustainab", "durable", "carbon"),
    Pictogram.LANGUAGES: ("langue", "anglais", "language", "traduc"),
    Pictogram.LEARNING: ("form", "enseign", "pedagog", "teach", "train", "tutor", "apprent"),
    Pictogram.TEAM: ("equipe", "team", "collabor", "encadr", "manag", "supervis"),
    Pictogram.COMMUNICATION: ("communi", "ecout", "client", "listen", "negoci", "accueil"),
    Pictogram.HEALTH: ("soin", "sante", "health", "medic", "infirm", "patient"),
    Pictogram.CONSTRUCTION: ("chantier", "batiment", "construct", "macon"),
    Pictogram.LOGISTICS: ("logisti", "transport", "livrais", "stock", "conduire", "chariot"),
    Pictogram.TOOLS: ("mainten", "repar", "diagnos", "outil", "mecani", "soud", "weld"),
    Pictogram.INDUSTRY: ("usine", "industri", "product", "machine", "fabri", "manufact"),
    Pictogram.LAW: ("droit", "jurid", "legal", "law", "rgpd", "regle"),
    Pictogram.PRESENTATION: ("present", "orateur", "public", "animer"),
    Pictogram.IDEA: ("creat", "innov", "idee", "design"),
    Pictogram.TARGET: ("projet", "project", "planif", "objectif", "strateg"),
}


@cache
def drawings() -> dict[str, str]:
    text = files(__package__).joinpath("pictograms.json").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text)
    return found


def suggest_pictogram(text: str) -> Pictogram:
    """The pictogram whose words come first in the text; a seal of quality when none does."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    found = [
        (position, pictogram)
        for pictogram, words in _WORDS.items()
        for word in words
        if (position := plain.find(word)) >= 0
    ]
    return min(found, key=lambda hit: hit[0])[1] if found else Pictogram.QUALITY
