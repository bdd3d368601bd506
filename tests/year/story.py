"""The two years as they happen: each step has a day, what happened, and what is typed or filled in.

A step belongs to an event; a run may leave an event out. What stands in the books is asked of the program
at the end of every month, and nothing here says what it should be: that stands in ``worked.py``.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tests.year import county
from tests.year.books import Books, Year
from tests.year.files import (
    agency_extract,
    change_scheme,
    fill_in_return,
    fill_in_scheme,
    qof_extract,
    read_csv,
    write_book,
)
from tests.year.office import Office
from tests.year.papers import (
    BELL,
    BLOCKS,
    CODES,
    LILY,
    NEXT_YEAR,
    ROGER,
    SETTINGS,
    WHO,
    answer,
    answers,
    baseline,
    baseline_row,
    month_end,
    periods,
    practice,
    practices,
    quarter_end,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

AUGUST = "August 2015"
LAST_YEAR, SCALED, STRAIGHT = "last year's result", "last return scaled", "straight line"


LETTERS = '--data {y.data} --together --reply-to "Lily Dale, Guestwick" --signed-by "Bell Dale" --out letters'
KEPT_BACK = tuple(f"{m} 2016" for m in ("July", "August", "September", "October", "November", "December"))
EVENTS = {
    "a signature": "the offer",
    "true-up": "July 2015 of 2015-16",
    "august": "August 2015 of 2015-16",
    "closure": "October 2015 of 2015-16",
    "merger": "October 2015 of 2015-16",
    "leaver": "October 2015 of 2015-16",
    "list": "January 2016 of 2015-16",
    "accrual": "the first year's end",
    "returns": "the results",
    "pot": "the results",
    "query": "the results",
    "recovery": "the balance",
    "second true-up": "July 2016 of 2016-17",
}
"""What may be left out of a run, and the stage in which it happens."""


class Story:
    """Both years in order; ``books`` yields what stands in the books month by month."""

    def __init__(
        self,
        folder: Path,
        without: frozenset[str] = frozenset(),
        uploads: Mapping[str, list[str]] | None = None,
    ) -> None:
        self.office = Office(folder)
        self.first, self.second = (Year(self.office, y, without) for y in (2015, 2016))
        self.uploads: dict[str, list[str]] = {k: [*v] for k, v in (uploads or {}).items()}
        write_book(folder / "delegation.xlsx", WHO)
        write_book(folder / "codes.xlsx", CODES)

    @property
    def stages(self) -> dict[str, Callable[[], Iterator[Books]]]:
        """Everything that happens, in order, by name; the folder holds what a stage needs of earlier ones."""
        first, second = (
            [
                (f"{name} of {year.label}", partial(self._month, year, at))
                for at, (name, _) in enumerate(months)
            ]
            for year, months in ((y, periods(y.first)[:12]) for y in (self.first, self.second))
        )
        return dict(
            [
                ("the offer", self._offer),
                *first,
                ("the next offer", self._next_offer),
                ("the first year's end", self._year_end),
                *second[:1],
                ("the results", self._results),
                *second[1:3],
                ("the balance", self._balance),
                ("the look-back", self._look_back),
                *second[3:9],
                ("all paid back", self._paid_back),
                *second[9:],
                ("the second year's end", self._second_year_end),
                ("the second balance", self._second_balance),
            ]
        )

    def books(self, start: str = "the offer") -> Iterator[Books]:
        """Run the years from a stage on."""
        names = list(self.stages)
        for name in names[names.index(start) :]:
            yield from self.stages[name]()

    def _offer(self) -> Iterator[Books]:
        """January to March 2015: the scheme is written in Excel, offered, and signed by 31 of 40."""
        year = self.first
        title = "Allington Practice Offer 2015/16"
        year.command(f'new {{y.scheme}} --from qof-england-2015-16 --title "{title}" --dated 2015-01-12')
        fill_in_scheme(self.office.folder / year.scheme, SETTINGS, BLOCKS)
        year.command("check {y.scheme}")
        year.command("calendar {y.scheme} --out year.xlsx --dated 2015-01-12")
        year.book.make("Allington 2015/16", "2015/16")
        year.book.paste("practices", date(2015, 1, 1), "registration authority", practices())
        year.book.paste("signup", date(2015, 2, 16), "register of answers", answers(answered=False))
        year.book.paste("baseline", date(2015, 4, 1), "CQRS, as known in April", baseline(final=False))
        year.command("signup {y.scheme} --data {y.data}")
        year.command(f"document {{y.scheme}} --kind reminder {LETTERS} --dated 2015-03-09")
        signed = answers(answered=True)
        if "a signature" in year.without:
            signed[30] |= {"answer": None, "signed_by": None, "signed_on": None}
        year.book.paste("signup", date(2015, 4, 1), "register of answers", signed)
        year.command("signup {y.scheme} --data {y.data} --out answers.xlsx")
        year.command(f"document {{y.scheme}} --kind contract-variation {LETTERS} --dated 2015-03-23")
        year.command("export {y.scheme} --data {y.data} --layout cqrs-participation --out participation.csv")
        yield from ()

    def _month(self, year: Year, at: int) -> Iterator[Books]:
        """Pay a month (0 is April), send and reconcile it, close its books; March closes with the year."""
        period, day = periods(year.first)[at]
        self._happens(day, year)
        if period == AUGUST and "august" in year.without:
            return
        released = self._pay(year, period, day)
        self._send(year, period)
        if self._is_half_sent(year, period):
            self._send(self.first, period)
        if at < 11:
            yield self._books(year, period, month_end(day), released, LAST_YEAR)

    def _pay(self, year: Year, period: str, day: date) -> int:
        """Three people prepare, approve and release a period; return what was released, in pence."""
        common = (
            f'{{y.scheme}} --data {{y.data}} --period "{period}" --ledger {{ledger}} --delegation {{who}}'
        )
        common += f" --dated {day.isoformat()}"
        year.command(f'prepare {common} --by "{LILY}"')
        year.command(f'approve {common} --prepared-by "{LILY}" --by "{BELL}"')
        year.command(f'release {common} --prepared-by "{LILY}" --by "{ROGER}"')
        lines = self.office.data("ledger --ledger ledger.db")
        return sum(
            x["pence"] for x in lines if (x["scheme"], x["period"]) == (f"allington-{year.label}", period)
        )

    def _send(self, year: Year, period: str, more: str = "") -> None:
        """Send a period to the payment agency, and find every line of it in the agency's extract."""
        name = f"{year.label}-{period.replace(' ', '').replace(',', '')}{more}"
        year.command(
            f"export {{y.scheme}} --data {{y.data}} --layout pcse-contract-variation --ledger {{ledger}}"
            f' --period "{period}" --codes codes.xlsx --by "{LILY}" --out upload-{name}.csv {more}'
        )
        sent = self.uploads.setdefault(period, [])
        sent.append(f"upload-{name}.csv")
        agency_extract(
            [self.office.folder / file for file in sent], self.office.folder / f"agency-{name}.xlsx"
        )
        self.office.run(
            f"reconcile --ledger ledger.db --extract agency-{name}.xlsx --column reference=Narrative"
            f' --period "{period}"',
            ends=3 if self._is_half_sent(year, period) else 0,
        )

    def _is_half_sent(self, year: Year, period: str) -> bool:
        """Tell whether a month has payments of both years, of which one is sent so far."""
        return year is self.second and period in KEPT_BACK and "recovery" not in year.without

    def _books(self, year: Year, happened: str, day: date, released: int, method: str) -> Books:
        """Accrue and enter what is earned and not yet paid; return what stands in the books."""
        found = year.data_of(
            f"accrue {{y.scheme}} --data {{y.data}} --ledger {{ledger}} --dated {day.isoformat()}"
            f' --method "{method}" --delegation {{who}} --by "{LILY}" --codes codes.xlsx'
            f" --journal journal-{year.label}-{day.isoformat()}.csv"
        )["totals"]
        balance = found["expected"] - found["paid"]
        return Books(
            year.label, day, happened, released, found["expected"], found["paid"], found["accrual"], balance
        )

    def _happens(self, day: date, year: Year) -> None:
        """What a person does before the run of a month."""
        if year is self.second:
            if day == date(2016, 7, 1):
                self._final_figures_again()
            return
        for when, do in (
            (date(2015, 7, 1), self._final_figures),
            (date(2015, 7, 1), lambda: self._returns(1)),
            (date(2015, 10, 1), self._closure),
            (date(2015, 10, 1), self._merger),
            (date(2015, 10, 1), self._notice),
            (date(2015, 10, 1), lambda: self._returns(2)),
            (date(2016, 1, 1), self._lists),
            (date(2016, 1, 1), lambda: self._returns(3)),
        ):
            if (when.year, when.month) == (day.year, day.month):
                do()

    def _final_figures(self) -> None:
        if self.first.does("true-up", "last year's payments are final"):
            self.first.book.paste("baseline", date(2015, 7, 1), "CQRS, final", baseline(final=True))

    def _closure(self) -> None:
        if self.first.does("closure", f"{county.CLOSES} closed on 28 September"):
            executor = "executors of the last partner"
            self.first.book.change("practices", county.CLOSES, closes=county.CLOSED_ON, payee=executor)

    def _merger(self) -> None:
        """Two practices close on 30 September and a new one takes over their patients on 1 October."""
        if not self.first.does("merger", f"{' and '.join(county.MERGE)} became {county.MERGED.code}"):
            return
        book, last = self.first.book, county.MERGED_ON - timedelta(days=1)
        for code in county.MERGE:
            book.change("practices", code, closes=last, payee=county.MERGED.name)
        new = practice(county.MERGED) | {"opens": county.MERGED_ON, "list_as_at": county.MERGED_ON}
        book.add("practices", new, date(2015, 1, 1), "registration authority")
        signs = answer(county.MERGED, "yes", date(2015, 9, 14)) | {"starts": county.MERGED_ON}
        book.add("signup", signs, date(2015, 10, 1), "register of answers")
        rows = [
            {"from": c, "to": county.MERGED.code, "on": county.MERGED_ON, "share": 1} for c in county.MERGE
        ]
        book.paste("successions", county.MERGED_ON, "contract variation", rows)

    def _notice(self) -> None:
        """A practice gives three months' notice and leaves on 31 December."""
        if self.first.does("leaver", f"{county.LEAVES} leaves on 31 December"):
            self.first.book.change(
                "signup", county.LEAVES, ends=county.LEFT_ON, left_reason="partner retires"
            )
            self.first.command(f"document {{y.scheme}} --kind exit-letter {LETTERS} --dated 2015-10-01")

    def _lists(self) -> None:
        """The lists of 1 January 2016; those of practices that had closed are of their last day."""
        book = self.first.book
        rows = book.rows("practices")
        for row in rows:
            closes = row["closes"]
            row["list_as_at"] = closes.date() if closes else None
            if row["practice_code"] == county.SHRINKS and self.first.does("list", "half a list moves away"):
                row["list_size"] = county.SHRINKS_TO
        book.paste("practices", date(2016, 1, 1), "registration authority", rows)

    def _returns(self, quarter: int) -> None:
        """Ask every practice for its counts, read what comes back, and paste the counts into the data."""
        year, name = self.first, f"2015-Q{quarter}"
        sent, inbox, kept = (self.office.folder / f"{what}-{name}" for what in ("returns", "inbox", "kept"))
        common = f"collect {{y.scheme}} --data {{y.data}} --period {name}"
        year.command(f"{common} --out {sent.name}")
        inbox.mkdir()
        ends = quarter_end(2015, quarter)
        for path in sorted(sent.iterdir()):
            self._answer_return(path, inbox, quarter, ends)
        year.command(f"{common} --read {inbox.name} --out {kept.name}")
        self._paste_counts(kept, ends)

    def _answer_return(self, path: Path, inbox: Path, quarter: int, ends: date) -> None:
        """A practice fills in its return; in the first quarter one is late, one wrong, one never comes."""
        code = path.name.split("-")[1]
        on = ends + timedelta(days=8)
        counts = county.counts(county.known(code), county.level_at(code, quarter))
        if quarter == 1:
            if code == "ZZ8030":
                return
            if code == "ZZ8027":
                on = ends + timedelta(days=20)
            if code == "ZZ8026":
                counts["FRAIL01"] = (900, 100)
        fill_in_return(path, inbox, counts, on)

    def _paste_counts(self, kept: Path, ends: date) -> None:
        """Paste what came over last quarter's counts; those of practices that have gone stay as they were."""
        rows = {(r["practice_code"], r["indicator"]): r for r in self.first.book.rows("counts")}
        for row in read_csv(kept / "counts.csv"):
            said = {k: int(row[k]) for k in ("numerator", "denominator")}
            key = row["practice_code"], row["indicator"]
            rows[key] = dict(zip(("practice_code", "indicator"), key, strict=True)) | said
        self.first.book.paste("counts", ends, "practice returns, declared", list(rows.values()))

    def _year_end(self) -> Iterator[Books]:
        """Draft accounts before results: the last return, scaled to the year."""
        if "accrual" in self.first.without:
            return
        shutil.copy(self.office.folder / self.first.data, self.office.folder / "as-estimated.xlsx")
        books = self._books(self.first, "March 2016", date(2016, 3, 31), self._last("March 2016"), SCALED)
        self.office.run("year-cost --ledger ledger.db --year 2015/16")
        qof_extract(self.office.folder / "qof.xlsx", [x.code for x in county.COUNTY if x.number > 31])
        self.first.command("double-payments {y.scheme} --data {y.data} --extract qof.xlsx --ledger {ledger}")
        yield books

    def _last(self, period: str) -> int:
        lines = self.office.data("ledger --ledger ledger.db")
        return sum(x["pence"] for x in lines if x["period"] == period)

    def _results(self) -> Iterator[Books]:
        """The last returns are in: the pot is 3% over. A practice queries a payment, and is right."""
        year = self.first
        if "returns" not in year.without:
            self._returns(4)
        if "pot" in year.without:
            change_scheme(self.office.folder / year.scheme, [("Protections", "amount", "£120,000")])
        line = f"allington-2015-16/March2016/{county.QUERIES}/instalment"
        if year.does("query", f"a query of {county.QUERIES} is upheld"):
            year.command(
                f"query add {{y.scheme}} --ledger {{ledger}} --line {line} --raised 2016-04-18"
                f' --disputed £4,320 --says "we were paid £30,000 for 2014/15" --by "{LILY}"'
            )
            year.command(
                f"correct {line} --amount £4,320.00 --reason '90% of £30,000, not of £25,200'"
                f' --ledger {{ledger}} --delegation {{who}} --prepared-by "{LILY}" --approved-by "{BELL}"'
                " --dated 2016-05-10"
            )
            year.command(
                f"query answer 1 --ledger {{ledger}} --answer 'You are right; £4,320.00 more is paid.'"
                f' --dated 2016-05-12 --by "{LILY}" --corrected-by {line}/1'
            )
            self._send(year, "March 2016", "--new-lines")
        yield self._books(
            year, "the query", date(2016, 5, 31), self._last("March 2016, correction 1"), STRAIGHT
        )

    def _balance(self) -> Iterator[Books]:
        """The balance of June 2016: what is due less what was paid; one practice owes, and pays by month."""
        period, day = periods(2015)[-1]
        released = self._pay(self.first, period, day)
        if self.first.does("recovery", f"{county.SHRINKS} owes, and pays back from July"):
            self.first.command(
                "recover {y.scheme} --data {y.data} --ledger {ledger} --dated 2016-06-02 --delegation {who}"
                f" --next {self.second.scheme} --next-data {self.second.data}"
                f' --prepared-by "{LILY}" --approved-by "{BELL}"'
            )
        if "recovery" not in self.first.without:  # without a plan the upload is refused
            self._send(self.first, period)
        yield self._books(self.first, period, date(2016, 6, 30), released, STRAIGHT)

    def _schedule(self) -> None:
        """Write the payment schedule for the auditor, and hold it to the scheme and the data."""
        self.first.command(
            "schedule {y.scheme} --data {y.data} --ledger {ledger} --out schedule.xlsx --dated 2016-06-01"
        )
        self.first.command("verify schedule.xlsx {y.scheme} --data {y.data}")

    def _paid_back(self) -> Iterator[Books]:
        """December 2016: the last of six months is kept back, and nothing of the first year is left."""
        yield self._books(self.first, "all paid back", date(2016, 12, 31), 0, STRAIGHT)

    def _look_back(self) -> Iterator[Books]:
        """Compare the estimate in the accounts with what the year came to."""
        self._schedule()
        self.first.command(
            "look-back {y.scheme} --data {y.data} --ledger {ledger} --estimated-on as-estimated.xlsx"
            " --out look-back.xlsx"
        )
        yield from ()

    def _next_offer(self) -> Iterator[Books]:
        """January to March 2016: the scheme goes on, on the terms of a new year; those who are left sign."""
        year, folder = self.second, self.office.folder
        year.command(f"new {{y.scheme}} --of {self.first.scheme} --dated 2016-01-11")
        change_scheme(folder / year.scheme, NEXT_YEAR)
        year.command("check {y.scheme}")
        year.book.make("Allington 2016/17", "2016/17")
        there = [one for one in county.second_year() if "merger" not in year.without or one.number != 41]
        year.book.paste("practices", date(2016, 1, 1), "registration authority", [practice(x) for x in there])
        said = {x.code: "yes" if x.number in county.signed_again() else "no" for x in there}
        rows = [answer(x, said[x.code], date(2016, 3, 4), 2016) for x in there]
        year.book.paste("signup", date(2016, 4, 1), "register of answers", rows)
        known = [baseline_row("2015/16", x, 100 * x.provisional, "provisional") for x in there]
        year.book.paste("baseline", date(2016, 4, 1), "as known in April", known)
        year.command("signup {y.scheme} --data {y.data}")
        yield from ()

    def _final_figures_again(self) -> None:
        """July 2016: last year's payments are what the first year came to."""
        if not self.second.does("second true-up", "the payments of 2015/16 are final"):
            return
        first, second = self.first, self.second
        first.command("pay {y.scheme} --data {y.data} --out paid-2015-16.csv")
        paid: dict[str, int] = {}
        for row in read_csv(self.office.folder / "paid-2015-16.csv"):
            paid[row["practice_code"]] = paid.get(row["practice_code"], 0) + int(row["payment_pence"])
        rows = []
        for one in county.second_year():
            known = baseline_row("2015/16", one, 100 * one.provisional, "final")
            pence = paid.get(one.code, 0) * (2 if one.number == county.MERGED.number else 1)
            rows += [known | {"component": "PROVISIONAL"}, known | {"pence": pence}]
        second.book.paste("baseline", date(2016, 7, 1), "the payments of 2015/16", rows)

    def _second_year_end(self) -> Iterator[Books]:
        """March 2017: results are in before the accounts are closed, so the estimate is the result."""
        year, rows = self.second, []
        there = [x for x in county.second_year() if x.number in county.signed_again()]
        for one in there:
            for indicator, (numerator, denominator) in county.counts(one, county.level(one.number)).items():
                row = {"practice_code": one.code, "indicator": indicator}
                rows.append({**row, "numerator": numerator, "denominator": denominator})
        year.book.paste("counts", date(2017, 3, 31), "practice returns, declared", rows)
        lists = [row | {"list_as_at": None} for row in year.book.rows("practices")]
        year.book.paste("practices", date(2017, 1, 1), "registration authority", lists)
        books = self._books(year, "March 2017", date(2017, 3, 31), self._last("March 2017"), STRAIGHT)
        self.office.run("year-cost --ledger ledger.db --year 2016/17")
        yield books

    def _second_balance(self) -> Iterator[Books]:
        """June 2017: the balance of the second year is paid, and nothing is left."""
        period, day = periods(2016)[-1]
        released = self._pay(self.second, period, day)
        self._send(self.second, period)
        yield self._books(self.second, period, date(2017, 6, 30), released, STRAIGHT)
