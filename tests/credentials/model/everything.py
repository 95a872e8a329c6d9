"""A credential with every property that Open Badges 3.0 (appendix B) gives it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from acquis.credentials import (
    Achievement,
    AchievementSubject,
    Address,
    Alignment,
    Credential,
    Endorsement,
    Evidence,
    GeoCoordinates,
    IdentifierEntry,
    IdentityObject,
    Image,
    Profile,
    Related,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    StatusEntry,
    issue,
)
from tests.credentials import samples
from tests.credentials.samples import DID, DID_KEY, DID_KEY_SIGNER, ISSUED

ACHIEVEMENT = "https://campus.example/achievements/7"
CREDENTIAL = "urn:uuid:6d1f0f0e-7d3e-4a53-9a5b-2f0f4f6f7a10"
ENDORSER = Profile(id=DID_KEY, name="Fédération des campus")


def endorsement_of(endorsed: str, number: int = 1) -> Endorsement:
    return Endorsement(
        id=f"urn:uuid:00000000-0000-4000-8000-00000000000{number}",
        issuer=ENDORSER,
        endorsed=endorsed,
        comment="Nous **recommandons** ce badge.",
        valid_from=ISSUED,
        valid_until=samples.UNTIL,
        awarded=ISSUED,
        name="Recommandation",
        description="De la fédération",
    )


def signed_endorsement(endorsed: str, number: int = 1) -> bytes:
    return issue(endorsement_of(endorsed, number), DID_KEY_SIGNER, created=ISSUED)


def person() -> Profile:
    return Profile(
        id="did:example:assesseur",
        name="Zoé d’Arc",
        family_name="Arc",
        given_name="Zoé",
        additional_name="Marie",
        patronymic_name="Ivanovna",
        honorific_prefix="Dr",
        honorific_suffix="fils",
        family_name_prefix="d’",
        date_of_birth=date(1990, 2, 3),
    )


def organization() -> Profile:
    return Profile(
        id=DID,
        name="Campus Élan",
        url="https://campus.example",
        phone="+33 1 23 45 67 89",
        email="contact@campus.example",
        description="Organisme de formation",
        image=Image(id="https://campus.example/logo.png"),
        address=Address(
            country="France",
            country_code="FR",
            region="Île-de-France",
            locality="Paris",
            street="1, rue de l’Élan",
            post_office_box="BP 12",
            postal_code="75001",
            geo=GeoCoordinates(latitude=48.8566, longitude=2),
        ),
        other_identifiers=(IdentifierEntry(identifier="1175", identifier_type="ext:nda"),),
        official="Ada Lovelace",
        parent=Profile(id="did:web:groupe.example", name="Groupe Élan"),
        endorsements=(signed_endorsement(DID, 3),),
    )


def everything() -> Credential:
    alignment = Alignment(target_name="animer une réunion", target_url=samples.SKILL)
    level = RubricCriterionLevel(
        id=f"{samples.LEVELS}3",
        name="Niveau 3",
        level="3",
        points="15",
        description="Attendu",
        alignment=(alignment,),
    )
    description = f"{ACHIEVEMENT}/results/"
    achievement = Achievement(
        id=ACHIEVEMENT,
        name="Animer une réunion utile",
        description="Prépare, anime et conclut.",
        criteria_narrative="La décision est écrite.",
        criteria_id=f"{ACHIEVEMENT}/criteria",
        achievement_type="MicroCredential",
        in_language="fr",
        version="2",
        image=Image(id="https://campus.example/7.svg", caption="Un badge bleu"),
        creator=replace(person(), id="did:example:auteur"),
        alignment=(alignment,),
        result_descriptions=(
            ResultDescription(
                id=f"{description}1",
                name="Animer",
                levels=(level,),
                required_level=level.id,
                alignment=(alignment,),
            ),
            ResultDescription(
                id=f"{description}2",
                name="Note",
                result_type="LetterGrade",
                allowed_values=("C", "B", "A"),
                required_value="B",
            ),
            ResultDescription(
                id=f"{description}3",
                name="Points",
                result_type="RawScore",
                value_min="0",
                value_max="20",
                required_value="10",
            ),
        ),
        tags=("réunion", "équipe"),
        credits_available=2.5,
        field_of_study="Management",
        specialization="Animation",
        human_code="MGT-7",
        other_identifiers=(IdentifierEntry(identifier="RS1234", identifier_type="ext:rs"),),
        related=(Related(id=f"{ACHIEVEMENT}/en", in_language="en", version="2"),),
        endorsements=(signed_endorsement(ACHIEVEMENT, 2),),
    )
    subject = AchievementSubject(
        id="urn:uuid:0f1e2d3c-4b5a-4678-9abc-def012345678",
        identifier=(IdentityObject.of_email(samples.EMAIL, salt=samples.SALT),),
        achievement=achievement,
        results=(
            Result(
                result_description=f"{description}1",
                achieved_level=level.id,
                alignment=(alignment,),
            ),
            Result(result_description=f"{description}2", value="A", status="Completed"),
        ),
        activity_start=datetime(2026, 1, 5, 8, tzinfo=UTC),
        activity_end=datetime(2026, 2, 6, 17, tzinfo=UTC),
        credits_earned=2,
        image=Image(id="https://campus.example/baked.png"),
        license_number="L-42",
        narrative="Trois réunions, un fil.",
        role="Animatrice",
        source=person(),
        term="2026-1",
    )
    return Credential(
        id=CREDENTIAL,
        issuer=organization(),
        subject=subject,
        valid_from=ISSUED,
        valid_until=samples.UNTIL,
        awarded=ISSUED,
        name="Animer une réunion utile",
        description="Reconnue sur preuves",
        image=Image(id="https://campus.example/7.svg"),
        evidence=(
            Evidence(
                id="https://portfolio.example/reunion",
                name="Compte rendu",
                narrative="Ligne 1\nLigne 2",
                description="Trois pages",
                genre="document",
                audience="Le jury",
            ),
        ),
        status=(StatusEntry(list_url="https://campus.example/status/1", index=94567),),
        refresh_url="https://campus.example/refresh/1",
        endorsements=(signed_endorsement(CREDENTIAL, 1),),
    )
