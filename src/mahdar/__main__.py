"""``python -m mahdar``."""

from mahdar.cli import main

if __name__ == "__main__":
    main()
