"""``incentives compare``: two schemes on the same practice data: money, recorded care, work, interests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.cli.loading import sound_plan
from incentives.cli.options import AsJson, Dated, Force, day
from incentives.cli.terminal import print_json, print_problems, wrote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.base.problem import Problem
    from incentives.compare.break_even import SignOff
    from incentives.compare.whole import Comparison, Given
    from incentives.data.interests import Interest
    from incentives.data.pack import Pack
    from incentives.formula.plan import Plan
    from incentives.report.compare_page import Stamp
    from incentives.scheme.model import Scheme
    from incentives.withdrawal.learning import Learned

    Sound = tuple[Scheme, Plan, tuple[Problem, ...]]

_BOTH = 2


Packs = Annotated[
    list[Path] | None,
    typer.Option(
        "--data",
        metavar="PACK",
        help="The practice data: a folder or a workbook. With --across-years twice, BASE's year first.",
    ),
]
AcrossYears = Annotated[
    bool,
    typer.Option(
        "--across-years",
        help="Look back over two years, each paid on its own results: shows the arithmetic, no evidence.",
    ),
]
MadeUp = Annotated[
    bool,
    typer.Option("--made-up", help="With --across-years: on Barsetshire, made-up practices, for --data."),
]
OutFolder = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="A folder for the page, the figures and the tables."),
]
For = Annotated[
    str,
    typer.Option("--audience", metavar="WHO", help="public, confidential, or one practice's code."),
]
Draws = Annotated[
    int,
    typer.Option(
        "--draws",
        min=0,
        max=10_000,
        help="Trial years for the range of the cost, where it must be drawn; 0 leaves it out.",
    ),
]
Register = Annotated[
    Path | None,
    typer.Option(
        "--interests", metavar="FILE", help="The register of interests: person, role, votes, practice_code."
    ),
]
SignedOff = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--with-clinical-sign-off",
        metavar='"NAME" DATE',
        help="Who signed the estimates of events off, and when (YYYY-MM-DD); without it there are none.",
    ),
]


def compare(  # noqa: PLR0913 - a verb has its options
    base: Annotated[
        str, typer.Argument(metavar="BASE", help="The scheme to compare with, often a QOF year.")
    ],
    proposed: Annotated[str, typer.Argument(metavar="PROPOSED", help="The scheme that is proposed.")],
    data: Packs = None,
    *,
    across_years: AcrossYears = False,
    made_up: MadeUp = False,
    out: OutFolder = None,
    audience: For = "confidential",
    draws: Draws = 100,
    interests: Register = None,
    sign_off: SignedOff = None,
    dated: Dated = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Compare two schemes on the same practice data: pounds, who would sign, and what may happen to care."""
    from incentives.cli.compare_printed import print_comparison
    from incentives.report.comparison import as_data

    found = _found(
        (base, proposed),
        _Asked(tuple(data or ()), across_years, made_up, draws, as_json, _sign_off(sign_off)),
        _register(interests, audience),
    )
    if out is not None:
        _write(found, out, audience, dated, force=force, quiet=as_json)
    if as_json:
        print_json(as_data(found))
        return
    print_comparison(found)


def _register(path: Path | None, audience: str) -> tuple[Interest, ...]:
    """Return the register; it is for the body's own governance, and is refused for any other audience."""
    if path is None:
        return ()
    from incentives.base.problem import Place, Problem, Refused
    from incentives.data.interests import read_interests
    from incentives.report.audience import CONFIDENTIAL

    if audience != CONFIDENTIAL:
        message = f'Interests are for the body\'s own governance, not for the audience "{audience}".'
        remedy = "Leave --interests out, or write --audience confidential."
        raise Refused([Problem("R121", Place("--interests"), message, remedy)])
    return read_interests(path)


def compare_schemes(
    base: str,
    proposed: str,
    data: Path,
    *,
    quiet: bool = False,
    draws: int = 0,
    register: tuple[Interest, ...] = (),
) -> Comparison:
    """Read both schemes and the data, and compare them."""
    from dataclasses import replace

    from incentives.compare.whole import comparison

    given = given_by(base, proposed, data, quiet=quiet, draws=draws)
    return comparison(replace(given, register=register))


def given_by(base: str, proposed: str, data: Path, *, quiet: bool = False, draws: int = 0) -> Given:
    """Read both schemes and the data: what a comparison is made of."""
    from incentives.base.problem import errors
    from incentives.compare.money import Side
    from incentives.compare.whole import Given
    from incentives.data.binding import bind
    from incentives.data.pack import read_pack

    (base_scheme, base_plan, _), (scheme, plan, _) = _alike(base, proposed)
    pack = read_pack(data)
    base_binding, binding = bind(base_plan, pack), bind(plan, pack)
    if not quiet:
        print_problems(p for p in (*base_binding.warnings, *binding.warnings) if errors([p]))
    return Given(
        base=base_scheme,
        proposed=scheme,
        base_side=Side(base_plan, base_binding),
        proposed_side=Side(plan, binding),
        pack=pack,
        learned=shipped_table(),
        draws=draws,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for on the command line, apart from the schemes."""

    data: tuple[Path, ...]
    across_years: bool
    made_up: bool
    draws: int
    quiet: bool
    sign_off: SignOff | None


def _found(named: tuple[str, str], asked: _Asked, register: tuple[Interest, ...]) -> Comparison:
    _refuse_asked(asked)
    from dataclasses import replace

    from incentives.compare.whole import comparison

    if asked.across_years:
        given = given_across(named, asked.data)
    else:
        given = given_by(*named, asked.data[0], quiet=asked.quiet)
    return comparison(replace(given, draws=asked.draws, register=register, sign_off=asked.sign_off))


def _sign_off(given: tuple[str, str] | None) -> SignOff | None:
    """Return who signed off and when; raise Refused where either cannot be read."""
    if given is None:
        return None
    from incentives.base.problem import Place, Problem, Refused
    from incentives.compare.break_even import SignOff

    name, text = given
    try:
        on = date.fromisoformat(text)
    except ValueError:
        on = None
    if not name.strip() or on is None:
        message = f'"{name}" "{text}" is not a name and a date.' if name.strip() else "No name is given."
        remedy = 'Write the clinician\'s name and the day, such as "Dr A. Name" 2015-03-02.'
        raise Refused([Problem("C211", Place("--with-clinical-sign-off"), message, remedy)])
    return SignOff(name.strip(), on)


def _refuse_asked(asked: _Asked) -> None:
    """Refuse practice data that are not as many as the schemes' years ask for."""
    from incentives.base.problem import Place, Problem, Refused

    wanted = 0 if asked.made_up else _BOTH if asked.across_years else 1
    if asked.made_up and not asked.across_years:
        message, remedy = "--made-up makes results of two years.", "Add --across-years, or give --data."
        raise Refused([Problem("C210", Place("--made-up"), message, remedy)])
    if len(asked.data) == wanted:
        return
    times = {0: "not given", 1: "given once"}.get(len(asked.data), f"given {len(asked.data)} times")
    remedy = {
        0: "Leave --data out, or leave --made-up out.",
        1: "Give --data once: both schemes are compared on the same practice data.",
        _BOTH: "Give --data twice, for BASE's year and then for PROPOSED's; or --made-up for an example.",
    }[wanted]
    raise Refused([Problem("C210", Place("--data"), f"Practice data are {times}.", remedy)])


def _alike(base: str, proposed: str, *, across_years: bool = False) -> tuple[Sound, Sound]:
    """Read two schemes; refuse those of different years or nations before practice data are read."""
    from incentives.base.problem import Refused
    from incentives.compare.whole import unlike

    both = sound_plan(base), sound_plan(proposed)
    if problems := unlike(both[0][0].header, both[1][0].header, across_years=across_years):
        raise Refused(problems)
    return both


def given_across(named: tuple[str, str], data: tuple[Path, ...] = ()) -> Given:
    """Read two schemes of different years, each with its own year's data; without data, made-up ones."""
    from incentives.compare.money import Side
    from incentives.compare.whole import Given
    from incentives.data.binding import bind
    from incentives.scheme.predecessors import predecessors

    (base, base_plan, _), (proposed, plan, _) = _alike(*named, across_years=True)
    earlier = {**predecessors(named[0]), **predecessors(named[1])}
    first, second = _packs(data) if data else _made_up(base, proposed, earlier)
    return Given(
        base=base,
        proposed=proposed,
        base_side=Side(base_plan, bind(base_plan, first)),
        proposed_side=Side(plan, bind(plan, second)),
        pack=second,
        learned=shipped_table(),
        base_pack=first,
        across_years=True,
        earlier=earlier,
        made_up=not data,
    )


def _packs(data: tuple[Path, ...]) -> tuple[Pack, Pack]:
    from incentives.data.pack import read_pack

    return read_pack(data[0]), read_pack(data[1])


def _made_up(base: Scheme, proposed: Scheme, earlier: Mapping[str, str]) -> tuple[Pack, ...]:
    from incentives.cli.made_up import made_up
    from incentives.data.pack import pack_of

    return tuple(
        pack_of(made.tables, year=made.year, as_at=made.as_at, title=made.title, source=made.source)
        for made in made_up(base, proposed, earlier)
    )


def shipped_table() -> Learned:
    """Return the table that projections are made from, as it is shipped."""
    from incentives.shipped import shipped
    from incentives.withdrawal.table import from_data

    text = (shipped("schemes") / "evidence" / "table.json").read_text(encoding="utf-8")
    return from_data(json.loads(text))


def _write(
    found: Comparison, out: Path, asked: str, dated: datetime | None, *, force: bool, quiet: bool
) -> None:
    from incentives.report.atomic import refuse_existing, write_whole
    from incentives.report.audience import audience_of
    from incentives.report.compare_page import page
    from incentives.report.comparison import as_data
    from incentives.report.comparison_book import comparison_book

    audience = audience_of(asked, [p.code for p in found.shown.practices])
    stamp = stamp_of(found, day(dated, date.fromisoformat(found.as_at)))
    files = {"comparison.html": page(found, audience, stamp).encode()}
    if audience.sees_every_practice:
        files["comparison.xlsx"] = comparison_book(found, stamp)
        files["comparison.json"] = (json.dumps(as_data(found), ensure_ascii=False, indent=1) + "\n").encode()
    _refuse_file(out)
    out.mkdir(parents=True, exist_ok=True)
    for name in files:
        refuse_existing(out / name, force=force)
    for name, content in files.items():
        write_whole(out / name, content, force=force)
        wrote(out / name, quiet=quiet)


def _refuse_file(out: Path) -> None:
    """Refuse a file where a folder is to be written, in it or on the way to it."""
    from incentives.base.problem import Place, Problem, Refused

    there = next((p for p in (out, *out.parents) if p.exists()), None)
    if there is not None and not there.is_dir():
        message = "This is a file, not a folder."
        raise Refused([Problem("R105", Place(str(there)), message, "Name a folder with --out.")])


def stamp_of(found: Comparison, dated: date) -> Stamp:
    """Return what a page is of: program, date, version, and the studies that it rests on."""
    from incentives import __version__
    from incentives.report.compare_page import Stamp
    from incentives.scheme.evidence import read_library

    studies = {e.citation: e.doi for e in read_library() if e.terms.trains}
    return Stamp(f"incentives {__version__}", dated, found.scheme_fingerprint, tuple(studies.items()))
