"""Pictures of exercises on a page: the poses by reference from the static files, in the page's colours."""

from collections.abc import Sequence

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from drypoint.exercises import picture_sizes


def pictures(poses: Sequence[str], name: str) -> SafeString:
    """Start and end side by side, on one floor; nothing where the library has no picture."""
    sizes = picture_sizes()
    if not poses:
        return SafeString("")
    high = max(sizes[pose][1] for pose in poses)
    labels = [_("%(name)s: start"), _("%(name)s: end")] if len(poses) > 1 else [_("%(name)s: position")]
    drawn = format_html_join(
        "",
        '<svg class="pose" viewBox="0 {} {} {}" role="img" aria-label="{}"><use href="{}#pose"/></svg>',
        (
            (
                sizes[pose][1] - high,
                sizes[pose][0],
                high,
                label % {"name": name},
                static(f"exercises/{pose}.svg"),
            )
            for pose, label in zip(poses, labels, strict=True)
        ),
    )
    return format_html('<div class="poses">{}</div>', drawn)
