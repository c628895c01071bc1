"""Reading a report as its readers do: by words, captions and rows."""

from __future__ import annotations


def words(found):
    return " ".join(found.get_text(" ").split())


def table(page, about):
    """The table whose caption says this under its finding."""
    (found,) = [one for one in page.find_all("table") if about in words(one.caption)]
    return found


def finding(page, about):
    return words(table(page, about).caption.b)


def rates(page, about):
    """(name, percent) of the rows that show a percentage, in their order."""
    rows = table(page, about).tbody.find_all("tr")
    found = [(words(row.th), words(row.find(class_="pct"))) for row in rows]
    return [
        (name, float(rate.removesuffix("%").replace(",", ".")))
        for name, rate in found
        if rate.endswith("%")
    ]
