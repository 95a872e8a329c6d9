from django.urls import path

from acquis.assessing.views import assessor, candidate

app_name = "assessing"
urlpatterns = [
    path("catalog/<slug:organization>/<slug:achievement>/apply/", candidate.apply, name="apply"),
    path(
        "catalog/<slug:organization>/<slug:achievement>/apply/sent/",
        candidate.apply_sent,
        name="apply_sent",
    ),
    path("applications/", candidate.mine, name="applications"),
    path("applications/confirm/<str:token>/", candidate.confirm, name="confirm"),
    path("applications/<uuid:application_id>/", candidate.follow, name="application"),
    path("applications/<uuid:application_id>/answer/", candidate.answer, name="answer"),
    path("applications/<uuid:application_id>/withdraw/", candidate.withdraw, name="withdraw"),
    path("assess/", assessor.queue, name="queue"),
    path("assess/<uuid:application_id>/", assessor.judge, name="judge"),
    path("evidence/<uuid:evidence_id>/", assessor.evidence, name="evidence"),
    path("o/<slug:organization>/applications/", assessor.overview, name="overview"),
]
