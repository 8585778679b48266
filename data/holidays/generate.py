#!/usr/bin/env python3
"""Writes data/holidays/*.yaml from the PyPI package `holidays`.

    pip install holidays==0.109 && python3 data/holidays/generate.py

National public holidays only: those of a region or town are not in them. Calendars whose days are
set by sightings of the moon or by yearly decree are left out, because a guess is worse than
"not known".
"""

import pathlib
import sys

import holidays

YEARS = range(2024, 2036)
CALENDARS = {
    "br": ("BR", "Brazil"),
    "us-federal": ("US", "United States, federal"),
    **{
        code.lower(): (code, name)
        for code, name in {
            "AT": "Austria", "BE": "Belgium", "BG": "Bulgaria", "CY": "Cyprus", "CZ": "Czechia",
            "DE": "Germany", "DK": "Denmark", "EE": "Estonia", "ES": "Spain", "FI": "Finland",
            "FR": "France", "GR": "Greece", "HR": "Croatia", "HU": "Hungary", "IE": "Ireland",
            "IT": "Italy", "LT": "Lithuania", "LU": "Luxembourg", "LV": "Latvia", "MT": "Malta",
            "NL": "Netherlands", "PL": "Poland", "PT": "Portugal", "RO": "Romania",
            "SE": "Sweden", "SI": "Slovenia", "SK": "Slovakia",
        }.items()
    },
}


def text(calendar: str, country: str, name: str) -> str:
    lines = [
        "# Written by data/holidays/generate.py; do not edit.",
        f"calendar: {calendar}",
        f"name: {name}, national public holidays",
        f"generated_by: holidays {holidays.__version__}",
        "years:",
    ]
    for year in YEARS:
        days = sorted(holidays.country_holidays(country, years=year))
        days = [f"{day:%m-%d}" for day in days if day.year == year]
        lines.append(f"  '{year}': [{', '.join(days)}]")
    return "\n".join(lines) + "\n"


def main() -> None:
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    for calendar, (country, name) in sorted(CALENDARS.items()):
        (folder / f"{calendar}.yaml").write_text(text(calendar, country, name), encoding="utf-8")


if __name__ == "__main__":
    main()
