"""Forms, one file per noun; fields and widgets of the design system are in ``fields`` and ``widgets``."""
