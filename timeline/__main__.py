"""``python -m timeline`` in a checkout; a wheel ships ``cli.py`` in this file's place."""

from cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
