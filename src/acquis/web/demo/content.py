"""Who and what is in the demonstration. Invented, but for the names of the skills (ESCO)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOrganization:
    slug: str
    name: str
    kind: str
    colours: tuple[str, str]
    description: Texts
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    email: str
    name: str
    introduction: str
    organization: str = ""
    roles: Sequence[str] = ()
    unit: str = ""
    job: str = ""
    language: str = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAchievement:
    key: str
    organization: str
    author: str
    name: Texts
    description: Texts
    criteria: Sequence[Texts]
    skills: Sequence[tuple[str, int]]
    shape: str
    pictogram: str = ""
    validity_months: int | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoApplication:
    """With a comment it is awarded; without, it waits in the assessors' queue."""

    candidate: str
    achievement: str
    statement: str
    evidence_name: str
    evidence: str
    assessor: str = ""
    comment: str = ""
    link: str = ""


SCALE_NAME: Texts = {"fr": "Maîtrise en quatre niveaux", "en": "Mastery in four levels"}
LEVELS: Sequence[tuple[Texts, Texts]] = (
    (
        {"fr": "Découverte", "en": "Discovery"},
        {
            "fr": "Connaît les principes et les applique avec de l’aide.",
            "en": "Knows the principles and applies them with help.",
        },
    ),
    (
        {"fr": "Pratique", "en": "Practice"},
        {
            "fr": "Agit en autonomie dans les situations courantes.",
            "en": "Acts autonomously in common situations.",
        },
    ),
    (
        {"fr": "Maîtrise", "en": "Mastery"},
        {
            "fr": "Traite les situations complexes et inattendues.",
            "en": "Handles complex and unexpected situations.",
        },
    ),
    (
        {"fr": "Expertise", "en": "Expertise"},
        {
            "fr": "Fait référence, transmet et fait évoluer les pratiques.",
            "en": "Is a reference, passes on the practice and develops it.",
        },
    ),
)

ORGANIZATIONS: Sequence[DemoOrganization] = (
    DemoOrganization(
        slug="institut-boreal",
        name="Institut Boréal",
        kind="training",
        colours=("#3a2ec2", "#f2a541"),
        description={
            "fr": "Organisme de formation aux compétences transversales.",
            "en": "A training organisation for transversal skills.",
        },
    ),
    DemoOrganization(
        slug="groupe-aldane",
        name="Groupe Aldane",
        kind="network",
        colours=("#14213d", "#fca311"),
        description={
            "fr": "Groupe industriel de l’énergie et de la mobilité.",
            "en": "An industrial group in energy and mobility.",
        },
    ),
    DemoOrganization(
        slug="aldane-energie",
        name="Aldane Énergie",
        kind="company",
        parent="groupe-aldane",
        colours=("#0b6e4f", "#ffd166"),
        description={
            "fr": "Installation et maintenance d’équipements solaires.",
            "en": "Installation and maintenance of solar equipment.",
        },
    ),
    DemoOrganization(
        slug="aldane-mobilite",
        name="Aldane Mobilité",
        kind="company",
        parent="groupe-aldane",
        colours=("#9d2235", "#ffe0a3"),
        description={
            "fr": "Batteries et véhicules électriques.",
            "en": "Batteries and electric vehicles.",
        },
    ),
)

PEOPLE: Sequence[DemoPerson] = (
    DemoPerson(
        email="camille.renaud@institut-boreal.example",
        name="Camille Renaud",
        introduction="learning manager: designs achievements",
        organization="institut-boreal",
        roles=["owner", "designer"],
        unit="Pédagogie",
        job="Responsable pédagogique",
    ),
    DemoPerson(
        email="nadia.benali@institut-boreal.example",
        name="Nadia Benali",
        introduction="coordinator: follows applications",
        organization="institut-boreal",
        roles=["coordinator"],
        unit="Parcours",
        job="Coordinatrice de formation",
    ),
    DemoPerson(
        email="hugo.marchal@institut-boreal.example",
        name="Hugo Marchal",
        introduction="assessor",
        organization="institut-boreal",
        roles=["assessor"],
        unit="Pédagogie",
        job="Formateur",
    ),
    DemoPerson(
        email="philippe.arnaud@groupe-aldane.example",
        name="Philippe Arnaud",
        introduction="network head: owner of the group",
        organization="groupe-aldane",
        roles=["owner"],
        unit="Direction",
        job="Directeur des ressources humaines",
    ),
    DemoPerson(
        email="sophie.lemaire@groupe-aldane.example",
        name="Sophie Lemaire",
        introduction="HR: coordinates the whole group",
        organization="groupe-aldane",
        roles=["coordinator", "viewer"],
        unit="Ressources humaines",
        job="Responsable du développement des compétences",
    ),
    DemoPerson(
        email="marc.tessier@aldane-energie.example",
        name="Marc Tessier",
        introduction="workshop manager: assesses",
        organization="aldane-energie",
        roles=["assessor", "viewer"],
        unit="Atelier solaire",
        job="Chef d’atelier",
    ),
    DemoPerson(
        email="lea.dubois@aldane-energie.example",
        name="Léa Dubois",
        introduction="holder of badges",
        organization="aldane-energie",
        unit="Atelier solaire",
        job="Technicienne",
    ),
    DemoPerson(
        email="karim.haddad@aldane-mobilite.example",
        name="Karim Haddad",
        introduction="designer and coordinator of a subsidiary",
        organization="aldane-mobilite",
        roles=["designer", "coordinator"],
        unit="Formation",
        job="Responsable formation",
    ),
    DemoPerson(
        email="elodie.perrin@aldane-mobilite.example",
        name="Élodie Perrin",
        introduction="jury member: assesses",
        organization="aldane-mobilite",
        roles=["assessor"],
        unit="Batteries",
        job="Ingénieure batteries",
    ),
    DemoPerson(
        email="thomas.girard@aldane-mobilite.example",
        name="Thomas Girard",
        introduction="employee: has applied",
        organization="aldane-mobilite",
        unit="Batteries",
        job="Opérateur",
    ),
    DemoPerson(
        email="olivier.caron@groupe-aldane.example",
        name="Olivier Caron",
        introduction="operator: integrates the systems",
        organization="groupe-aldane",
        roles=["integrator"],
        unit="Informatique",
        job="Architecte",
    ),
    DemoPerson(
        email="yasmine.colin@courriel.example",
        name="Yasmine Colin",
        introduction="independent, member of no organisation",
    ),
    DemoPerson(
        email="emma.wilson@mail.example",
        name="Emma Wilson",
        introduction="independent, reads English",
        language="en",
    ),
)

ACHIEVEMENTS: Sequence[DemoAchievement] = (
    DemoAchievement(
        key="reunion",
        organization="institut-boreal",
        author="camille.renaud",
        name={"fr": "Animer une réunion qui décide", "en": "Lead a meeting that decides"},
        description={
            "fr": "Préparer et conduire une réunion où chacun s’exprime, jusqu’à une décision "
            "claire, notée et suivie.",
            "en": "Prepare and lead a meeting in which everybody speaks, up to a clear decision "
            "that is written down and followed.",
        },
        criteria=[
            {
                "fr": "L’ordre du jour énonce la décision à prendre et a été envoyé à temps.",
                "en": "The agenda states the decision to take and was sent in time.",
            },
            {
                "fr": "Chaque participant a pu s’exprimer ; les désaccords sont reformulés.",
                "en": "Every participant could speak; disagreements are restated.",
            },
            {
                "fr": "Le compte rendu dit qui fait quoi, et pour quand.",
                "en": "The minutes say who does what, and by when.",
            },
        ],
        skills=[("présider une réunion", 2), ("écouter activement", 2)],
        shape="hexagon",
        pictogram="communication",
    ),
    DemoAchievement(
        key="former",
        organization="institut-boreal",
        author="camille.renaud",
        name={"fr": "Former ses pairs", "en": "Train one’s peers"},
        description={
            "fr": "Transmettre un savoir-faire à un collègue et vérifier qu’il est acquis.",
            "en": "Pass a skill on to a colleague and check that it is acquired.",
        },
        criteria=[
            {
                "fr": "La séance a un objectif que l’on peut observer.",
                "en": "The session has an objective that can be observed.",
            },
            {
                "fr": "Le pair réalise lui-même le geste, et reçoit un retour précis.",
                "en": "The peer does it himself, and receives precise feedback.",
            },
        ],
        skills=[("assurer une formation", 3), ("évaluer une formation", 2)],
        shape="rosette",
        validity_months=36,
    ),
    DemoAchievement(
        key="ia",
        organization="institut-boreal",
        author="camille.renaud",
        name={
            "fr": "Intelligence artificielle : usages responsables",
            "en": "Artificial intelligence: responsible uses",
        },
        description={
            "fr": "Choisir quand employer un outil d’intelligence artificielle, en vérifier la "
            "réponse et protéger les données confiées.",
            "en": "Choose when to use an artificial intelligence tool, check its answer and "
            "protect the data entrusted.",
        },
        criteria=[
            {
                "fr": "Trois usages réels sont décrits, dont un que l’on a écarté.",
                "en": "Three real uses are described, one of which was set aside.",
            },
            {
                "fr": "Une réponse fausse est repérée et la vérification expliquée.",
                "en": "A wrong answer is spotted and the check explained.",
            },
            {
                "fr": "Aucune donnée personnelle n’a été confiée à l’outil.",
                "en": "No personal data was entrusted to the tool.",
            },
        ],
        skills=[
            ("principes de l’intelligence artificielle", 2),
            ("respecter les principes de protection des données", 2),
        ],
        shape="circle",
        validity_months=24,
    ),
    DemoAchievement(
        key="secours",
        organization="groupe-aldane",
        author="philippe.arnaud",
        name={"fr": "Premiers secours en atelier", "en": "First aid in the workshop"},
        description={
            "fr": "Protéger, alerter et secourir lors d’un accident de travail en atelier.",
            "en": "Protect, alert and help when an accident happens in the workshop.",
        },
        criteria=[
            {
                "fr": "La zone est protégée avant tout geste.",
                "en": "The area is made safe before anything else.",
            },
            {
                "fr": "L’alerte est complète : lieu, nature, nombre de victimes.",
                "en": "The alert is complete: place, nature, number of victims.",
            },
            {
                "fr": "Les gestes sont ceux que la situation demande.",
                "en": "What is done is what the situation calls for.",
            },
        ],
        skills=[
            ("prodiguer les premiers secours", 2),
            ("travailler en équipe dans un environnement dangereux", 2),
        ],
        shape="shield",
        pictogram="health",
        validity_months=24,
    ),
    DemoAchievement(
        key="solaire",
        organization="aldane-energie",
        author="philippe.arnaud",
        name={
            "fr": "Installer et entretenir une centrale photovoltaïque",
            "en": "Install and maintain a photovoltaic plant",
        },
        description={
            "fr": "Poser, raccorder et maintenir une installation photovoltaïque en sécurité.",
            "en": "Mount, connect and maintain a photovoltaic installation safely.",
        },
        criteria=[
            {
                "fr": "La consignation est faite et vérifiée avant l’intervention.",
                "en": "The lock-out is done and checked before the intervention.",
            },
            {
                "fr": "Le raccordement est conforme et les mesures sont relevées.",
                "en": "The connection conforms and the measurements are recorded.",
            },
        ],
        skills=[
            ("installer des systèmes photovoltaïques", 3),
            ("entretenir des systèmes photovoltaïques", 3),
        ],
        shape="octagon",
        pictogram="energy",
        validity_months=36,
    ),
    DemoAchievement(
        key="batterie",
        organization="aldane-mobilite",
        author="karim.haddad",
        name={
            "fr": "Diagnostiquer une batterie de traction",
            "en": "Diagnose a traction battery",
        },
        description={
            "fr": "Mesurer l’état d’une batterie de véhicule électrique et décider de la suite.",
            "en": "Measure the state of an electric vehicle’s battery and decide what follows.",
        },
        criteria=[
            {
                "fr": "Le testeur est choisi et étalonné pour la batterie.",
                "en": "The tester is chosen and calibrated for the battery.",
            },
            {
                "fr": "La décision s’appuie sur les mesures et les seuils du constructeur.",
                "en": "The decision rests on the measurements and the manufacturer’s limits.",
            },
        ],
        skills=[("utiliser un testeur de batterie", 2)],
        shape="square",
        pictogram="tools",
        validity_months=12,
    ),
    DemoAchievement(
        key="tri",
        organization="aldane-mobilite",
        author="karim.haddad",
        name={"fr": "Trier les déchets de l’atelier", "en": "Sort the workshop’s waste"},
        description={"fr": "Reconnaître, trier et tracer les déchets, dangereux ou non."},
        criteria=[{"fr": "Chaque déchet est dans le bon contenant."}],
        skills=[("trier les déchets", 1)],
        shape="rosette",
        draft=True,
    ),
)

APPLICATIONS: Sequence[DemoApplication] = (
    DemoApplication(
        candidate="lea.dubois",
        achievement="reunion",
        statement="Depuis janvier, j’anime le point hebdomadaire de l’atelier solaire. J’ai changé "
        "l’ordre du jour pour qu’il pose chaque fois une question à trancher ; nous sommes passés "
        "de deux heures à quarante minutes et les décisions sont suivies.",
        evidence_name="compte-rendu-atelier.txt",
        evidence="Compte rendu du point hebdomadaire\nDécision : changer de fournisseur de câbles\n"
        "Qui : Marc T. – Pour quand : le 15\n",
        assessor="hugo.marchal",
        comment="Une animation claire et un compte rendu exemplaire. Bravo.",
    ),
    DemoApplication(
        candidate="lea.dubois",
        achievement="solaire",
        statement="J’ai conduit la pose et le raccordement de douze panneaux sur le site du port, "
        "puis leur première maintenance annuelle.",
        evidence_name="releve-de-mesures.txt",
        evidence="Relevé de mesures\n"
        "Voc chaîne 1 : 412 V\nIsolement : 1,2 MΩ\nConsignation : oui\n",
        assessor="marc.tessier",
        comment="Travail autonome et sûr, mesures complètes.",
    ),
    DemoApplication(
        candidate="lea.dubois",
        achievement="secours",
        statement="Lors de l’exercice de juin, j’ai protégé la zone, donné l’alerte et placé la "
        "victime en position latérale de sécurité.",
        evidence_name="exercice-de-juin.txt",
        evidence="Exercice d’évacuation du 12 juin\nPremière intervenante : Léa Dubois\n",
        assessor="elodie.perrin",
    ),
    DemoApplication(
        candidate="thomas.girard",
        achievement="batterie",
        statement="J’ai testé vingt modules revenus de clientèle et proposé d’en réformer trois, "
        "mesures à l’appui.",
        evidence_name="mesures-modules.txt",
        evidence="Module 7 : résistance interne 3,1 mΩ (seuil 2,5) : réforme\n",
        link="https://exemple.example/rapport-modules",
    ),
    DemoApplication(
        candidate="yasmine.colin",
        achievement="ia",
        statement="Comme rédactrice indépendante, j’utilise un assistant pour mes plans, jamais "
        "pour des textes de clients. Je décris trois usages et une réponse fausse corrigée.",
        evidence_name="trois-usages.txt",
        evidence="1. Plan d’article\n"
        "2. Relecture d’un courriel sans nom\n3. Écarté : contrat client\n",
    ),
    DemoApplication(
        candidate="emma.wilson",
        achievement="former",
        statement="I trained two colleagues to use our planning tool and checked after a week "
        "what they did with it.",
        evidence_name="session-plan.txt",
        evidence="Objective: plan a week alone\nCheck after seven days: done, two errors\n",
        assessor="hugo.marchal",
        comment="Clear objective, real feedback. Well done.",
    ),
)
