"""How forms become HTML: label, hint, error and control, each in its place, errors linked at the top."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders ``{{ form }}`` and ``{{ form.field.as_field_group }}`` with our templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
