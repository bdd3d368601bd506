"""The two years as a page: what stood in the books month by month, and what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.year import worked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HAPPENED = {
    "2015-16": {
        "April 2015": "31 of 40 signed; instalments on provisional payments of 2014/15",
        "July 2015": "payments of 2014/15 are final; returns: one late, one queried, one missing",
        "October 2015": "one practice closed on day 181, two merged, one gave notice",
        "January 2016": "the one that gave notice has left; a quarter of one list is gone",
        "March 2016": "draft accounts before results: the last return, scaled to the year",
        "the query": "results: the pot is 3% over; a query is upheld, £4,320.00",
        "Balance, June 2016": "the balance; one practice owes £2,520.00",
        "all paid back": "£420.00 a month kept back from July to December",
    },
    "2016-17": {
        "April 2016": "28 signed again",
        "July 2016": "payments of 2015/16 are final",
        "March 2017": "results are in before the accounts are closed",
        "Balance, June 2017": "the balance",
    },
}
SHOWN = {
    "the offer": ("Before the year", ("new", "check", "calendar", "signup", "document", "export")),
    "April 2015 of 2015-16": (
        "Each month: pay, send, reconcile, accrue",
        ("prepare", "approve", "release", "export", "reconcile", "accrue"),
    ),
    "July 2015 of 2015-16": ("Each quarter: returns", ("collect",)),
    "October 2015 of 2015-16": ("A practice leaves", ("document",)),
    "the first year's end": ("Year-end, before results", ("accrue", "year-cost", "double-payments")),
    "the results": ("A query is upheld", ("query", "correct", "export")),
    "the balance": ("Balance and recovery", ("prepare", "recover", "export")),
    "the look-back": ("For the auditor", ("schedule", "verify", "look-back")),
    "the next offer": ("The next year", ("new", "check", "signup")),
    "the second year's end": ("What the second year cost", ("year-cost",)),
}
HEADS: tuple[str, ...] = (
    "What stands at the end of",
    "Released",
    "Expected of the year",
    "Paid to date",
    "Accrued",
)
HEADS += ("Still to be paid", "What happened")


def table(rows: Iterable[Sequence[str]], year: str) -> str:
    """Return the books of a year as a table: each row begins with what it is called."""
    lines = ["| " + " | ".join(HEADS) + " |", "|---|" + "---:|" * 5 + "---|"]
    lines += [f"| {' | '.join(row)} | {HAPPENED[year].get(row[0], '')} |" for row in rows]
    return "\n".join(lines)


def page(typed: Mapping[str, Sequence[str]]) -> str:
    """Return the page; ``typed`` are the commands of each stage, in order."""
    return (
        "\n\n".join(
            [
                INTRODUCTION,
                *_books(),
                COST,
                "## What is typed",
                TYPED,
                *_commands(typed),
                ONE_YEAR_ON,
                LOOK_AT,
            ]
        )
        + "\n"
    )


def _books() -> list[str]:
    return [
        "## The first year in the books, month by month",
        table(worked.FIRST_YEAR, "2015-16"),
        "## The second year",
        table(worked.SECOND_YEAR, "2016-17"),
    ]


def _commands(typed: Mapping[str, Sequence[str]]) -> list[str]:
    parts = []
    for stage, (title, verbs) in SHOWN.items():
        shown = [f"incentives {c.strip()}" for c in typed[stage] if c.split()[0] in verbs]
        block = "\n".join(shown)
        parts.append(f"### {title}\n\n```text\n{block}\n```")
    return parts


INTRODUCTION = """# Two years in the books

Made by `just year --page docs/A-YEAR.md`; do not edit it here.

What a finance officer books in two years of a scheme, month by month, with everything that a year
brings: 40 practices are offered the scheme and 31 sign; instalments begin on provisional figures;
practices close, merge and leave; a pot is 3% over; a query is upheld; one practice owes. The county is
made up, and its lists are multiples of 2,411 patients, so that each figure can be worked out on paper.
A test runs every command of both years, holds the books to these figures to the penny, and leaves out
one event at a time to see that it is noticed.

* **Released** is what three people prepared, approved and released then.
* **Expected of the year** is what the year will come to: last year's payments until March, the last
  returns in the draft accounts, then the results.
* **Paid to date** was found line by line in the payment agency's extract.
* **Accrued** is what is earned and not yet paid; the month before is reversed.
* **Still to be paid** is expected less paid. It ends at £0.00."""

COST = """## What a year costs

| Cost of | Opening accrual, reversed | Paid | Closing accrual | Cost |
|---|---:|---:|---:|---:|
| 2015/16, for 2015/16 | £0.00 | £1,533,651.78 | £499,756.75 | £2,033,408.53 |
| 2016/17, for 2015/16 | -£499,756.75 | £542,011.99 | £0.00 | £42,255.24 |
| 2016/17, for 2016/17 | £0.00 | £1,384,280.13 | £587,538.97 | £1,971,819.10 |

The balance paid in June 2016 was earned in 2015/16: of it only the £42,255.24 that the estimate had
missed is a cost of 2016/17. `incentives look-back` says of which practices and why: £37,935.24 since
results were other than the last returns, scaled, and £4,320.00 by the query."""

TYPED = """The scheme, the practice data, the scheme of delegation and the finance codes are workbooks: nobody
opens a text file. A person fills in cells, pastes lists as they come, and types these commands."""

ONE_YEAR_ON = """### One year on

Ranges are stored when the scheme begins, from results of national QOF that practices go on reporting;
the paper sets the results of a later year and what the ledger paid beside them.

```text
{}
```"""
_MONITOR = "incentives monitor allington-2015-16.xlsx"
_STORED = f"{_MONITOR} --base qof-england-2015-16 --data before --store ranges.yaml --dated 2015-04-01"
_PAPER = f"{_MONITOR} --band ranges.yaml --data after --ledger ledger.db --year-on one-year-on.docx"
ONE_YEAR_ON = ONE_YEAR_ON.format(f"{_STORED}\n{_PAPER} --dated 2017-07-03")

LOOK_AT = """## What happens to those who do not stay the year

* **Closed on day 181** (ZZ8012): paid for 181 of 366 days. Nothing is paid from October on; the balance
  goes to whoever the column `payee` names. Without a name the release is refused.
* **Merged** (ZZ8017 and ZZ8018 into ZZ8041 on 1 October): each is paid for its own days. The new one's
  instalments are the advance of both for its half of the year, in six months.
* **Leaves on 31 December** (ZZ8024): what is left of its advance for 275 days is paid in the three
  months of notice.
* **Owes** (ZZ8029): its list is a quarter smaller and it reached no threshold, so its floor is below
  its advance. It pays back over six months, at most 10% of a payment, from the month after 28 days'
  notice."""
