"""Codes of a visit's bill, fees of the clinic, and the days of a period."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint.billing import Service
from drypoint.clinic.charges.models import CodeFee
from drypoint.clinic.followup.models import ProcedureCode
from drypoint.clinic.visits.models import OtherTreatment, TreatmentKind
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import DayField
from drypoint.web.forms.widgets import Segmented

CENTS = 100


class BillForm(FactForm):
    """A code for each treatment, what else is billed, diagnoses; with a reason where a bill is replaced."""

    needling = forms.ChoiceField(
        label=gettext_lazy("Procedure code for needling"),
        help_text=gettext_lazy("Proposed by the number of muscles. Payers differ: you confirm it."),
        choices=ProcedureCode.choices,
        widget=Segmented,
    )
    extra = forms.MultipleChoiceField(
        label=gettext_lazy("Other codes without time"), required=False, widget=forms.CheckboxSelectMultiple
    )
    diagnoses = forms.CharField(
        label=gettext_lazy("Diagnoses, the main one first"),
        help_text=gettext_lazy("ICD-10-CM codes, apart by commas, such as M54.2, M79.18."),
        max_length=200,
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the bill"),
        choices=[("en", "English"), ("es", "Español")],
        widget=Segmented,
    )
    reason = forms.CharField(label=gettext_lazy("Why it replaces the last bill"), max_length=300)

    def __init__(
        self,
        *args: Any,
        treatments: Sequence[OtherTreatment],
        fees: Sequence[CodeFee],
        asks_needling: bool,
        replaces: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.treatments = treatments
        beside = [fee for fee in fees if fee.code not in ProcedureCode.values]
        offered = [(fee.code, f"{fee.code} {fee.words}".strip()) for fee in beside]
        for number, treatment in enumerate(treatments):
            minutes = "" if treatment.minutes is None else _(", %(n)d min") % {"n": treatment.minutes}
            self.fields[f"code_{number}"] = forms.ChoiceField(
                label=f"{treatment.get_kind_display()}{minutes}",
                choices=[("", _("not billed")), *offered],
                required=False,
                initial=next((fee.code for fee in fees if fee.kind == treatment.kind), ""),
            )
        extra: Any = self.fields["extra"]
        extra.choices = [(fee.code, f"{fee.code} {fee.words}".strip()) for fee in beside if not fee.timed]
        for name, is_asked in (("extra", extra.choices), ("needling", asks_needling), ("reason", replaces)):
            if not is_asked:
                del self.fields[name]

    @property
    def treatment_fields(self) -> list[Any]:
        """The code of each treatment."""
        return [self[f"code_{number}"] for number in range(len(self.treatments))]

    @property
    def services(self) -> tuple[Service, ...]:
        """What is billed beside needling."""
        said = self.cleaned_data
        chosen = ((said[f"code_{number}"], one.minutes) for number, one in enumerate(self.treatments))
        return (
            *(Service(code=code, minutes=minutes) for code, minutes in chosen if code),
            *(Service(code=code) for code in said.get("extra", ())),
        )

    @property
    def diagnosis_codes(self) -> list[str]:
        """The codes that were typed."""
        return [one for one in self.cleaned_data["diagnoses"].replace(";", ",").split(",") if one.strip()]

    @property
    def needling_code(self) -> ProcedureCode | None:
        """The confirmed code, where it is asked."""
        said = self.cleaned_data.get("needling")
        return ProcedureCode(said) if said else None


class VoidForm(ClinicForm):
    """Why a bill no longer counts."""

    reason = forms.CharField(label=gettext_lazy("Why it is void"), max_length=300)


class FeeForm(FactForm):
    """How one code is billed."""

    code = forms.CharField(
        label=gettext_lazy("Number of the code"),
        help_text=gettext_lazy("Five characters, such as 97110. Its descriptor is licensed: leave it out."),
        max_length=5,
    )
    words = forms.CharField(label=gettext_lazy("In the clinic's own words"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Proposed for"), choices=[("", "–"), *TreatmentKind.choices], required=False
    )
    timed = forms.BooleanField(label=gettext_lazy("A timed code: units follow from minutes"), required=False)
    fee = forms.DecimalField(
        label=gettext_lazy("Fee for one unit"),
        min_value=Decimal(0),
        max_value=Decimal(1_000_000),
        decimal_places=2,
        required=False,
    )
    modifiers = forms.CharField(
        label=gettext_lazy("Modifiers"),
        help_text=gettext_lazy("Apart by spaces, such as GP 59. Which ones, the payer says."),
        max_length=20,
        required=False,
    )
    in_use = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    @property
    def details(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {
            "code": said["code"].strip().upper(),
            "words": said["words"],
            "kind": said["kind"],
            "timed": said["timed"],
            "cents": None if said["fee"] is None else int(said["fee"] * CENTS),
            "modifiers": tuple(said["modifiers"].upper().split()),
            "in_use": said["in_use"],
        }

    @classmethod
    def of(cls, fee: CodeFee) -> "FeeForm":
        """The form that changes ``fee``."""
        form = cls(
            initial={
                "code": fee.code,
                "words": fee.words,
                "kind": fee.kind,
                "timed": fee.timed,
                "fee": None if fee.cents is None else Decimal(fee.cents) / CENTS,
                "modifiers": fee.modifiers,
                "in_use": fee.in_use,
                "supersedes": fee.pk,
            }
        )
        form.keep_code()
        return form

    def keep_code(self) -> None:
        """A row is of one code: another code is another row."""
        self.fields["code"].widget.attrs["readonly"] = True


class PeriodForm(ClinicForm):
    """From which day to which."""

    first = DayField(label=gettext_lazy("From"))
    last = DayField(label=gettext_lazy("To"))
