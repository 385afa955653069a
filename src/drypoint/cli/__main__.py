"""``python -m drypoint.cli``: the ``drypoint`` command."""

from drypoint.cli.main import main

raise SystemExit(main())
