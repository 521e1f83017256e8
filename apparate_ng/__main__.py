"""`python -m apparate_ng`."""

from apparate_ng.cli.main import main

main()
