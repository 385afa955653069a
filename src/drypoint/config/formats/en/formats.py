"""Day before month: the same on pages, in notes and on paper, and never mistaken for the other order."""

DATE_FORMAT = "j F Y"
