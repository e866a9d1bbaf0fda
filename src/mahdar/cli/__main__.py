"""``python -m mahdar.cli``."""

from mahdar.cli import main

if __name__ == "__main__":
    main()
