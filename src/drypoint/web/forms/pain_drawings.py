"""Where it hurts, drawn by the person or by the therapist for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.visits.models import DrawnBy, PainDrawing
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.zones import Drawn, ZonesField


class OwnPainDrawingForm(FactForm):
    """The person's own drawing."""

    zones = ZonesField(label=_("Where does it hurt?"), required=False)
    words = forms.CharField(
        label=_("In your own words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    nothing_hurts = forms.BooleanField(label=_("Nothing hurts today"), required=False)

    def clean(self) -> dict[str, Any]:
        """A drawing marks something, or says that nothing hurts; never both."""
        said = super().clean() or {}
        marked, nothing = said.get("zones"), said.get("nothing_hurts")
        if marked is not None and not marked and not nothing:
            self.add_error("zones", _("Mark at least one place that hurts, or say that nothing does."))
        if marked and nothing:
            self.add_error("nothing_hurts", _("Some places are marked. Unmark them, or untick this."))
        return said

    @property
    def details(self) -> dict[str, Any]:
        """What the action takes."""
        said = {name: self.cleaned_data[name] for name in ("words", "drawn_by") if name in self.cleaned_data}
        return said | self.cleaned_data["zones"].record

    @classmethod
    def of(
        cls, drawing: PainDrawing | None, *, figure: str = "neutral", as_correction: bool = True
    ) -> "OwnPainDrawingForm":
        """The form with a drawing in it: the one that it corrects, or an earlier visit's to begin from.

        ``figure`` is offered where there is none.
        """
        if drawing is None:
            return cls(initial={"zones": Drawn(figure=figure)})
        return cls(
            initial={
                "zones": Drawn(
                    zones=drawing.zones,
                    marks=tuple(drawing.marks),
                    figure=drawing.figure,
                    chart=drawing.chart_version,
                ),
                "words": drawing.words if as_correction else "",
                "nothing_hurts": as_correction and not drawing.zones,
                "drawn_by": drawing.drawn_by,
                "supersedes": drawing.pk if as_correction else None,
            }
        )


class PainDrawingForm(OwnPainDrawingForm):
    """The drawing on the clinic's tablet."""

    drawn_by = forms.ChoiceField(
        label=_("Whose hand?"), choices=DrawnBy.choices, initial=DrawnBy.PATIENT, widget=forms.RadioSelect
    )
    field_order = ("zones", "words", "nothing_hurts", "drawn_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("In the patient's own words")
