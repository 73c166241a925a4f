"""`python -m geoprofile` is the command line."""

from geoprofile.cli import main

main()
