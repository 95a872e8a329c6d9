from acquis.assessing.events import AwardDecided
from acquis.common.domain.events import subscribe
from acquis.securing.domain import exports  # noqa: F401 - a kind of job
from acquis.securing.domain.issuing import issue_award


@subscribe(AwardDecided)
def sign_award(event: AwardDecided) -> None:
    issue_award(event.award_id)
