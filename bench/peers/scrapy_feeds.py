"""scrapy_feeds.py DATABASE URLS: Scrapy fetches the feeds, reads their items and stores them in
SQLite, one transaction a feed, as durably as Horizon does; no delay between requests."""
import sqlite3
import sys

import scrapy
from scrapy.crawler import CrawlerProcess


class Feeds(scrapy.Spider):
    name = "feeds"

    def start_requests(self):
        with open(sys.argv[2], encoding="utf-8") as urls:
            for url in urls:
                yield scrapy.Request(url.strip(), dont_filter=True)

    def parse(self, response):
        items = []
        for item in response.selector.xpath("//item"):
            # A description is HTML inside XML: its text is what a reader sees.
            html = item.xpath("description/text()").get("")
            items.append({
                "title": item.xpath("title/text()").get(""),
                "link": item.xpath("link/text()").get(""),
                "guid": item.xpath("guid/text()").get(""),
                "date": item.xpath("pubDate/text()").get(""),
                "text": " ".join(scrapy.Selector(text=html).xpath("//text()").getall()),
            })
        yield {"items": items}


class Store:
    def open_spider(self, spider):
        self.database = sqlite3.connect(sys.argv[1])
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = FULL")
        self.database.execute("CREATE TABLE items(guid TEXT PRIMARY KEY, title, link, date, text)")

    def process_item(self, item, spider):
        with self.database:
            self.database.executemany(
                "INSERT OR REPLACE INTO items VALUES(:guid, :title, :link, :date, :text)",
                item["items"])
        return item

    def close_spider(self, spider):
        self.database.close()


def main():
    process = CrawlerProcess({
        "ITEM_PIPELINES": {Store: 1},
        "LOG_LEVEL": "ERROR",
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS": 64,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
        "TELNETCONSOLE_ENABLED": False,
    })
    process.crawl(Feeds)
    process.start()


main()
