from django.urls import path

from acquis.organizations.views import invitation, journal, members, profile, tokens

app_name = "organizations"
urlpatterns = [
    path("invitations/<str:token>/", invitation.accept, name="accept"),
    path("o/<slug:organization>/members/", members.members, name="members"),
    path("o/<slug:organization>/members/invite/", members.invite, name="invite"),
    path("o/<slug:organization>/members/<uuid:membership_id>/", members.member, name="member"),
    path("o/<slug:organization>/members/<uuid:membership_id>/end/", members.end, name="end"),
    path("o/<slug:organization>/invitations/", members.open_invitations, name="invitations"),
    path(
        "o/<slug:organization>/invitations/<uuid:invitation_id>/resend/",
        members.resend,
        name="resend",
    ),
    path(
        "o/<slug:organization>/invitations/<uuid:invitation_id>/revoke/",
        members.revoke,
        name="revoke",
    ),
    path("o/<slug:organization>/journal/", journal.journal, name="journal"),
    path("o/<slug:organization>/tokens/", tokens.tokens, name="tokens"),
    path(
        "o/<slug:organization>/tokens/<uuid:token_id>/revoke/",
        tokens.revoke,
        name="revoke_token",
    ),
    path("o/<slug:organization>/profile/", profile.profile, name="profile"),
    path("o/<slug:organization>/profile/colours/", profile.colours, name="colours"),
    path("issuers/<slug:organization>/logo/<str:digest>/", profile.logo, name="logo"),
]
