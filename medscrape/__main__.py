"""`python -m medscrape`: the same as `medscrape`."""

from medscrape.cli import main

if __name__ == "__main__":
    main()
