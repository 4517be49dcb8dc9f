"""The addresses of conclusions and tasks beside those of the kit."""

from django.urls import path

from thongsuot.web.tasks import charging, conclusions, drafting, giving, planning, together

app_name = "tasks"
urlpatterns = [
    path("ket-luan", conclusions.index, name="conclusions"),
    path("ket-luan/<uuid:id>", conclusions.show, name="conclusion"),
    path("ket-luan/<uuid:id>/bang.pdf", conclusions.pdf, name="conclusion_pdf"),
    path("ket-luan/<uuid:id>/tep/<uuid:paper_id>", conclusions.paper, name="meeting_paper"),
    path("ket-luan/<uuid:id>/du-thao", together.together, name="together"),
    path("ket-luan/<uuid:id>/de-xuat", conclusions.propose, name="propose"),
    path("nhiem-vu/giao", giving.give, name="give"),
    path("nhiem-vu/du-thao/<uuid:id>", drafting.draft, name="draft"),
    path("nhiem-vu/du-thao/moi", drafting.new, name="new_draft"),
    path("nhiem-vu/phu-trach", charging.charges, name="charges"),
    path("nhiem-vu/ke-hoach", planning.plan, name="plan"),
]
