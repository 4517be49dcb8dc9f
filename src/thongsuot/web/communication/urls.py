"""The addresses of communication."""

from django.urls import path

from thongsuot.web.communication import answers, news, practices

app_name = "communication"
urlpatterns = [
    path("tin-xa", news.show, name="news"),
    path("tin-xa/nguon", news.feed, name="feed"),
    path("tin-xa/<uuid:id>", news.one, name="announcement"),
    path("tin-xa/<uuid:id>/tep/<uuid:paper_id>", news.paper, name="paper"),
    path("hoi-dap", answers.show, name="answers"),
    path("hoi-dap/<uuid:id>/co-ich", answers.vote, name="vote"),
    path("hoi-dap/viet", answers.mine, name="writing"),
    path("hoi-dap/viet/<uuid:id>", answers.write, name="write"),
    path("cach-lam-hay", practices.show, name="practices"),
    path("cach-lam-hay/<uuid:id>", practices.one, name="practice"),
    path("cach-lam-hay/<uuid:id>/ap-dung", practices.adopt, name="adopt"),
]
