"""``python -m huifang`` is the ``huifang`` command."""

from huifang.cli.main import main

main()
