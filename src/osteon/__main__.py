"""`python -m osteon`: the command line, for whoever has no `osteon` script on the path."""

from osteon.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
