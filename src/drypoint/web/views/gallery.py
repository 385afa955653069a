"""Every part of the design system on one page, for looking at and for the accessibility tests."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drypoint.clinic.errors import NotPermitted
from drypoint.clinic.permissions import Permission
from drypoint.figures import (
    Course,
    CoursePoint,
    Dial,
    Figure,
    IconArray,
    PointKind,
    Series,
    course,
    dial,
    icon_array,
)
from drypoint.terms import Source, Verification
from drypoint.web.access import staff_page
from drypoint.web.forms.gallery import GalleryForm
from drypoint.web.icons import ICONS
from drypoint.web.presenters.levels import LEVELS
from drypoint.web.presenters.parts import (
    Cell,
    Crumb,
    Fact,
    PersonStrip,
    Step,
    StepState,
    StripAlert,
    Tab,
    Table,
)

NAME = gettext_noop("Example Person")


@staff_page()
def gallery(request: HttpRequest) -> HttpResponse:
    """For owners, and for everybody where all is fiction; ``?errors`` shows the form refused."""
    if not (settings.DEBUG or request.clinic.is_demo or request.actor.may(Permission.EDIT_CLINIC)):
        raise NotPermitted(_("This page is for the owner of the clinic."))
    form = GalleryForm(request.POST) if request.method == "POST" else GalleryForm()
    if "errors" in request.GET:
        form = GalleryForm({})
    if form.is_bound and form.is_valid():
        messages.success(request, _("Everything could be read. Nothing was saved: this is the gallery."))
    return render(request, "gallery/gallery.html", {"form": form, **_parts()})


def _parts() -> dict[str, object]:
    return {
        "levels": LEVELS,
        "icons": ICONS,
        "crumbs": [Crumb(_("People"), "/people/"), Crumb(_(NAME), "/people/"), Crumb(_("Gallery"))],
        "strip": PersonStrip(
            name=_(NAME),
            url="/gallery/",
            age=_("44 years"),
            details=_("no. 12"),
            alerts=[
                StripAlert("stop", _("Consent withdrawn")),
                StripAlert("refer", _("Allergy: %(substance)s") % {"substance": "nickel"}),
            ],
        ),
        "steps": [
            Step(name=_("History"), state=StepState.DONE, url="/gallery/", note="3 Mar"),
            Step(name=_("Screening"), state=StepState.DONE, url="/gallery/", note="3 Mar"),
            Step(name=_("Consent"), state=StepState.NOW, url="/gallery/"),
            Step(name=_("Needling plan"), state=StepState.BLOCKED, note=_("needs consent")),
            Step(name=_("Session"), state=StepState.LATER),
        ],
        "facts": [
            Fact(_("Onset"), _("three weeks ago, after gardening")),
            Fact(_("Published minimal change"), "1.3", unverified=True),
            Fact(_("Sport and load"), ""),
        ],
        "tabs": [Tab(_("Course"), "/gallery/", here=True), Tab(_("Visits"), "/gallery/")],
        "table": Table(
            caption=_("Reassessment"),
            head=[_("Measure"), _("Before"), _("After")],
            rows=[
                [Cell(_("Pain (0–10)")), Cell("6", number=True), Cell("3", number=True)],
                [Cell(_("Neck rotation, right")), Cell("45°", number=True), Cell("60°", number=True)],
            ],
        ),
        "sources": [
            Source(citation="Example author 2020, Example journal", verification=Verification.VERIFIED),
            Source(citation="Example author 1998, quoted second-hand"),
        ],
        "figures": _figures(),
    }


def _figures() -> list[tuple[Figure, bool]]:
    pain = Course(
        name="gallery-pain",
        title=_("Pain over the episode"),
        unit="0–10",
        low=0,
        high=10,
        begins=date(2026, 3, 3),
        series=(
            Series(
                name=_("Pain"),
                points=(
                    CoursePoint(day=0, value=7),
                    CoursePoint(day=0, value=5, kind=PointKind.AFTER),
                    CoursePoint(day=1, value=6, kind=PointKind.CHECK_IN),
                    CoursePoint(day=2, value=5, kind=PointKind.CHECK_IN),
                    CoursePoint(day=8, value=5),
                    CoursePoint(day=8, value=4, kind=PointKind.AFTER),
                    CoursePoint(day=9, value=4.5, kind=PointKind.CHECK_IN),
                    CoursePoint(day=21, value=3),
                ),
            ),
        ),
        session_days=(0, 8),
        goal=2,
    )
    rotation = Dial(
        name="gallery-rotation",
        title=_("Neck rotation, right"),
        measured_degrees=45,
        full_degrees=90,
        other_side_degrees=62,
        norm_degrees=80,
        norm_source=_("an invented example"),
    )
    share = IconArray(
        name="gallery-share",
        title=_("An invented share"),
        percent=18,
        counted=_("feel it"),
        others=_("do not feel it"),
    )
    return [(course(pain), False), (dial(rotation), True), (icon_array(share), True)]


urlpatterns = [path("gallery/", gallery, name="gallery")]
