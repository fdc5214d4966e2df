"""python3 read_pages.py articles|dates < CASES: what python3-readability takes for the text of each
HTML file named (a line each), or when feedparser dates each text. A JSON string or null a line."""
import calendar
import json
import re
import sys
import time


def article(file):
    import readability
    with open(file, "rb") as source:
        page = readability.Document(source.read()).summary()
    import lxml.html
    return re.sub(r"\s+", " ", lxml.html.fromstring(page).text_content())


def date(text):
    import feedparser
    feed = f"<rss version='2.0'><channel><item><pubDate>{text}</pubDate></item></channel></rss>"
    entries = feedparser.parse(feed).entries
    parsed = entries[0].get("published_parsed") if entries else None
    return parsed and time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(calendar.timegm(parsed)))


for line in sys.stdin:
    try:
        answer = {"articles": article, "dates": date}[sys.argv[1]](json.loads(line))
    except Exception:  # a peer that breaks has not answered
        answer = None
    print(json.dumps(answer))
