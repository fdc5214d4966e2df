"""feedparser_feeds.py FILE...: seconds that feedparser takes to parse the files, and the items."""
import sys
import time

import feedparser


def main():
    bodies = [open(name, "rb").read() for name in sys.argv[1:]]
    begin = time.perf_counter()
    items = sum(len(feedparser.parse(body).entries) for body in bodies)
    print(f"{items}\t{time.perf_counter() - begin:.3f}")


main()
