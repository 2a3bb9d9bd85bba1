"""``python -m reportkit``: the same as the command ``reportkit``."""

from reportkit.cli import main

if __name__ == "__main__":
    main()
