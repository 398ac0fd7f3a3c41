"""Commands that `scrapy` finds in this project."""
