"""Pages, one file per noun. Each file names its own addresses in ``urlpatterns``."""
