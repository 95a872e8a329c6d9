from django.urls import path

from acquis.passport.views import holder, verifier

app_name = "passport"
urlpatterns = [
    path("passport/", holder.passport, name="passport"),
    path("passport/claim/<str:token>/", holder.claim, name="claim"),
    path("passport/claim/<str:token>/image.png", holder.claim_image, name="claim_image"),
    path("passport/receive/<uuid:delivery_id>/", holder.receive, name="receive"),
    path("passport/<uuid:held_id>/", holder.held, name="held"),
    path("passport/<uuid:held_id>/credential.json", holder.download_json, name="json"),
    path("passport/<uuid:held_id>/badge.png", holder.download_png, name="png"),
    path("passport/<uuid:held_id>/image.png", holder.image, name="image"),
    path("passport/<uuid:held_id>/share/", holder.share, name="share"),
    path("s/<str:token>/", verifier.shared, name="shared"),
    path("s/<str:token>/badge.png", verifier.shared_image, name="shared_image"),
    path("s/<str:token>/credential.json", verifier.shared_json, name="shared_json"),
    path("verify/", verifier.verify, name="verify"),
]
