#!/usr/bin/env python3
"""Writes oracle.csv: ends of periods, counted by another program than ours.

    pip install holidays==0.109 python-dateutil && python3 src/regime/clock/oracle.py

Months are python-dateutil's, public holidays are the package's own, and the counting is written
the slow way: every day of the period is looked at.
"""

import csv
import datetime
import pathlib
import random

import holidays
from dateutil.relativedelta import relativedelta

DAY = datetime.timedelta(days=1)


def works(day: datetime.date, country: str) -> bool:
    return day.weekday() < 5 and day not in holidays.country_holidays(country, years=day.year)


def working_days(start: datetime.date, country: str, count: int) -> datetime.date:
    days = [start + DAY * number for number in range(1, count * 4 + 30)]
    return [day for day in days if works(day, country)][count - 1]


def eu(start: datetime.date, country: str, span: relativedelta) -> datetime.date:
    """Regulation (EEC, Euratom) No 1182/71, Article 3."""
    end = start + span
    two_or_more = (end - start).days >= 2
    while True:
        inside = [start + DAY * number for number in range(1, (end - start).days + 1)]
        enough = not two_or_more or sum(works(day, country) for day in inside) >= 2
        if works(end, country) and enough:
            return end
        end += DAY


def main() -> None:
    chance = random.Random(1182)
    first = datetime.date(2024, 1, 1)
    rows = []
    for _ in range(400):
        start = first + DAY * chance.randrange(4200)
        country = chance.choice(["ES", "DE", "FR", "IE", "PL", "GR", "SE"])
        words, span = chance.choice(
            [
                ("1 month", relativedelta(months=1)),
                ("3 months", relativedelta(months=3)),
                ("14 days", relativedelta(days=14)),
                ("2 days", relativedelta(days=2)),
                ("3 days", relativedelta(days=3)),
                ("1 day", relativedelta(days=1)),
                ("1 week", relativedelta(weeks=1)),
            ]
        )
        rows.append(("eu", country, start, words, eu(start, country, span)))
    for rule, country, counts in [("br", "BR", [3, 6, 20, 40]), ("us", "US", [4, 10])]:
        for _ in range(150):
            start = first + DAY * chance.randrange(4200)
            count = chance.choice(counts)
            end = working_days(start, country, count)
            rows.append((rule, country, start, f"{count} days", end))
    path = pathlib.Path(__file__).with_name("oracle.csv")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["rule", "country", "start", "within", "end"])
        for rule, country, start, words, end in rows:
            writer.writerow([rule, country, f"{start}T12:00:00Z", words, end])


if __name__ == "__main__":
    main()
