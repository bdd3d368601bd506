"""``incentives demo``: the whole chain on a synthetic CCG, from scheme file to payment schedule."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.amount import in_percent, written
from incentives.base.problem import Place, Problem, Refused
from incentives.cli.compare import compare_schemes, stamp_of
from incentives.cli.loading import sound_plan, worked_out
from incentives.cli.options import Dated, Force, day
from incentives.cli.terminal import counted, pounds, print_table, say, screen_width
from incentives.formula.plan import Columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.calculate import Results
    from incentives.compare.whole import Comparison
    from incentives.data.pack import Pack
    from incentives.formula.plan import Plan
    from incentives.report.headline import Difference
    from incentives.scheme.model import Scheme

SEED, BASE = 2015, "qof-england-2015-16"
_SHOWN = 5


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write.")] = Path(
        "out/demo"
    ),
    scheme: Annotated[
        str, typer.Option("--scheme", metavar="SCHEME", help="Another scheme for the same practices.")
    ] = "barsetshire-2015-16",
    seed: Annotated[int, typer.Option("--seed", help="Another seed makes other practices.")] = SEED,
    dated: Dated = None,
    force: Force = False,
) -> None:
    """Show the whole chain on Barsetshire, a made-up CCG of 40 practices: no real practice is in it."""
    from incentives.data.synthetic import generate, write_pack
    from incentives.data.synthetic.england_2015_16 import ENGLAND_2015_16

    sound_plan(scheme)
    _fresh(out, force=force)
    write_pack(generate(ENGLAND_2015_16, seed), out / "practice-data")
    read, pack, proposed = worked_out(scheme, out / "practice-data", quiet=True)
    _, _, base = worked_out(BASE, out / "practice-data", quiet=True)
    _headline(read, proposed)
    _indicators(base, proposed)
    found = _practices(base, proposed)
    compared = compare_schemes(BASE, scheme, out / "practice-data", quiet=True)
    _questions(proposed, compared)
    on = day(dated, pack.latest_as_at)
    made = [*_files(scheme, out, pack, proposed, on), _page(out, compared, on)]
    say("Written:")
    for path, what in made:
        say(f"  {path}  {what}")
    some = found[0].practice if found else proposed.binding.practices[0]
    say("\nNext:")
    say(f"  incentives explain {scheme} --data {out / 'practice-data'} --practice {some} --indicator HYP006")
    say(f"  incentives show {scheme} --english")
    say(f"  incentives check {out / 'scheme.yaml'}")


def _fresh(out: Path, *, force: bool) -> None:
    """Refuse a folder in use; with ``force`` the demo's own files in it are replaced, others stay."""
    if out.is_file():
        problem = Problem(
            "R105", Place(str(out)), "This is a file, not a folder.", "Name a folder with --out."
        )
        raise Refused([problem])
    if out.exists() and any(out.iterdir()) and not force:
        message = "This folder holds files already, and the demo would write over some of them."
        remedy = "Name another folder with --out, or add --force to replace the demo's own files."
        raise Refused([Problem("R101", Place(str(out)), message, remedy)])
    out.mkdir(parents=True, exist_ok=True)


def _headline(scheme: Scheme, proposed: Results) -> None:
    from incentives.report.headline import most_it_could_cost, signed_practices, total_pence

    signed = len(signed_practices(proposed))
    limit = int(scheme.budget.limit * 100) if scheme.budget else 0
    of = f" of a budget limit of {pounds(limit)}" if limit else ""
    say(f"{scheme.header.title} (synthetic practices; every figure below is made up)")
    say(
        f"{signed} of {counted(len(proposed.binding.practices), 'practice')} signed. On these results the "
        f"scheme pays {pounds(total_pence(proposed))}{of};\nthe most it could cost, with everything "
        f"achieved, is {pounds(most_it_could_cost(proposed))}. Practices that did not sign stay on "
        "national QOF.\n"
    )


def _indicators(base: Results, proposed: Results) -> None:
    from incentives.calculate import payments

    paid = payments(proposed).groupby("component", sort=False)["payment_pence"].sum()
    before, now = _terms(base.plan), _terms(proposed.plan)
    kept = {c.id for c in base.plan.components} - before.keys()
    titles = {c.id: c.title for r in (proposed, base) for c in r.plan.components if c.id not in kept}
    rows = []
    for key, title in titles.items():
        if before.get(key) == now.get(key) and (key in before) == (key in paid):
            continue
        state = "not paid for" if key not in paid else "changed" if key in before else "new"
        here = pounds(int(paid[key])) if key in paid else "–"
        rows.append((key, title, state, before.get(key, "–"), now.get(key, "–"), here))
    heads = ("Id", "What is paid for", "Change", "Points in QOF", "Points here", "Paid here")
    print_table("What is different from national QOF", heads, sorted(rows), right=5, cut=1)


def _terms(plan: Plan) -> dict[str, str]:
    """Each indicator's points and thresholds in a few words."""
    stated = {f.name: dict(f.values) for f in plan.scheme_fields}
    lower, upper = (stated.get(name, {}) for name in ("lower_threshold", "upper_threshold"))
    return {
        key: written(points)
        + (f" at {written(lower[key] * 100)}–{in_percent(upper[key])}" if key in lower else "")
        for key, points in stated.get(Columns.POINTS_OFFERED, {}).items()
    }


def _practices(base: Results, proposed: Results) -> Sequence[Difference]:
    from incentives.report.headline import differences, signed_practices

    found = sorted(differences(base, proposed, signed_practices(proposed)), key=lambda d: d.pence)
    more, less = sum(d.pence > 0 for d in found), sum(d.pence < 0 for d in found)
    say(
        f"{more} signed practices would receive more than national QOF pays on the same results, {less} less."
    )
    chosen = [*found[:_SHOWN], *found[-_SHOWN:]] if len(found) > 2 * _SHOWN else found
    rows = [
        (d.practice, d.name, pounds(d.base_pence), pounds(d.proposed_pence), pounds(d.pence)) for d in chosen
    ]
    print_table(
        "Largest changes", ("Code", "Practice", "National QOF", "This scheme", "Difference"), rows, right=2
    )
    return found


def _questions(proposed: Results, compared: Comparison) -> None:
    from incentives.calculate import controls
    from incentives.report.compare_words import questions

    agreed = controls(proposed)
    balance = f"{sum(c.agrees for c in agreed)} of {len(agreed)} controls agree to the penny."
    say("Questions the committee asked")
    for question, answer in [*questions(compared), ("Do the totals balance?", balance)]:
        say(f"  {question}")
        say(fill(answer, screen_width(), initial_indent="    ", subsequent_indent="    "))
    say()


_WIDE = 100


def _files(scheme: str, out: Path, pack: Pack, proposed: Results, dated: date) -> list[tuple[Path, str]]:
    from incentives.calculate import payments, scores
    from incentives.report.schedule import write_schedule
    from incentives.report.tables import write_table
    from incentives.scheme.shelf import scheme_file

    shutil.copyfile(scheme_file(scheme), out / "scheme.yaml")
    write_schedule(proposed, out / "schedule.xlsx", dated=dated, force=True)
    write_table(payments(proposed), out / "payments.csv", force=True)
    write_table(scores(proposed), out / "scores.csv", force=True)
    (out / "scheme-in-english.txt").write_text(_english(scheme), encoding="utf-8")
    return [
        (out / "schedule.xlsx", "the payment schedule: open this first"),
        (out / "payments.csv", "practice × payment, in pence"),
        (out / "scores.csv", "practice × indicator: counts, achievement, points"),
        (out / "scheme-in-english.txt", "the scheme in words"),
        (out / "scheme.yaml", "the scheme as it is written"),
        (out / "practice-data", f"the practice data ({pack.title})"),
    ]


def _page(out: Path, compared: Comparison, dated: date) -> tuple[Path, str]:
    from incentives.report.audience import CONFIDENTIAL, Audience
    from incentives.report.compare_page import page

    path = out / "comparison.html"
    text = page(compared, Audience(CONFIDENTIAL), stamp_of(compared, dated))
    path.write_text(text, encoding="utf-8")
    return path, "the scheme beside national QOF, practice by practice: open it in a browser"


def _english(scheme: str) -> str:
    from incentives.report.english import in_full
    from incentives.report.paragraphs import as_text
    from incentives.scheme.reading import read_plan

    read, plan, _ = read_plan(scheme)
    return as_text(in_full(read, plan), _WIDE)
