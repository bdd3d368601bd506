"""A whole comparison of two schemes: money, recorded care, groups, work, interests."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.compare.break_even import BreakEven, SignOff, break_even
from incentives.compare.burden import Asked, Work, work
from incentives.compare.codes import codes_followed
from incentives.compare.diff_money import other_practices
from incentives.compare.groups import Group, Standing, grouped
from incentives.compare.indicators import facts_of
from incentives.compare.interests import Interests, of_members
from incentives.compare.looking_back import LookingBack, looking_back
from incentives.compare.money import AS_SIGNED, EVERYONE, Money, Scenario, Side, compared
from incentives.compare.parts import Parts, parts_of
from incentives.compare.points_floor import PointsFloor, points_floor
from incentives.compare.quality import Facts, Outlook, Surroundings, outlooks
from incentives.compare.types import unknown_types
from incentives.compare.uncertainty import Spread, Spreads, spreads_of
from incentives.compare.whatif import with_signed
from incentives.data.counts import counts_of
from incentives.scheme.resolved import version_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.base.year import FinancialYear
    from incentives.data.counts import Count
    from incentives.data.interests import Interest
    from incentives.data.pack import Pack
    from incentives.scheme.model import Header, Scheme
    from incentives.withdrawal.learning import Learned

PENCE = 100


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is shown of two schemes; ``limit`` is the budget limit in pence, where there is one.

    ``parts`` says of an indicator what its last change is made of, where results of two years are given;
    ``looking_back`` is there where the two schemes are of different years.
    """

    money: Money
    outlooks: tuple[Outlook, ...]
    groups: Mapping[str, tuple[Group, ...]]
    work_before: Work
    work_after: Work
    standings: Mapping[str, Standing]
    interests: tuple[Interests, ...]
    register: tuple[Interest, ...]
    limit: int | None
    spreads: Spreads | None
    year: str
    as_at: str
    fingerprint: str
    scheme_fingerprint: str
    parts: Mapping[str, Parts] = field(default_factory=dict)
    looking_back: LookingBack | None = None
    points_floor: PointsFloor | None = None
    break_even: tuple[BreakEven, ...] = ()
    sign_off: SignOff | None = None

    @property
    def spread(self) -> Spread | None:
        """How the proposed scheme's total spreads, where trial years are asked for."""
        return self.spreads.proposed if self.spreads else None

    @property
    def shown(self) -> Scenario:
        """The answer to the offer that the headline is of: the signed list, or everyone."""
        names = [s.name for s in self.money.scenarios]
        return self.money.scenario(AS_SIGNED if AS_SIGNED in names else EVERYONE)

    @property
    def answers(self) -> tuple[Scenario, ...]:
        """The answers to the offer that are shown; two national years are no offer, so there is one."""
        if self.looking_back and not self.looking_back.offered:
            return (self.money.scenario(EVERYONE),)
        return self.money.scenarios


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What a comparison is made of: each scheme with its plan and data, the practice data, the evidence.

    ``base_pack`` is the base's practice data where it is of another year (``across_years``), and
    ``earlier`` then names the code before each code of the lists that the schemes build on.
    """

    base: Scheme
    proposed: Scheme
    base_side: Side
    proposed_side: Side
    pack: Pack
    learned: Learned
    register: tuple[Interest, ...] = ()
    draws: int = 0
    base_pack: Pack | None = None
    across_years: bool = False
    earlier: Mapping[str, str] = field(default_factory=dict)
    made_up: bool = False
    sign_off: SignOff | None = None


def comparison(given: Given) -> Comparison:
    """Compare two schemes on the same practice data; raises Refused where they cannot be compared."""
    _refuse(given)
    money = compared(given.base_side, given.proposed_side)
    standings = _standings(given.pack, given.proposed_side.binding.practices)
    facts = facts_of(given.base, given.proposed, given.earlier)
    before, after = _counts(given, facts)
    counts = {**after, **before}
    signs = _signs(money)
    deprivation = {c: s.deprivation for c, s in standings.items() if s.deprivation is not None}
    seen = outlooks(facts, counts, Surroundings(given.learned, signs, deprivation))
    shown = money.scenario(AS_SIGNED if AS_SIGNED in [s.name for s in money.scenarios] else EVERYONE)
    budget = given.proposed.budget
    return Comparison(
        money=money,
        outlooks=seen,
        groups={s.name: grouped(s.practices, standings) for s in money.scenarios},
        work_before=_work(facts, before, signs, shown.released, after=False),
        work_after=_work(facts, after, signs, shown.paid_by_schedule, after=True),
        standings=standings,
        interests=_interests(money, given.register),
        register=given.register,
        limit=int(Fraction(budget.limit) * PENCE) if budget else None,
        spreads=_spreads(given, signs),
        year=str(given.proposed.header.year),
        as_at=given.pack.latest_as_at.isoformat(),
        fingerprint=given.pack.fingerprint,
        scheme_fingerprint=version_of(given.proposed),
        parts=_parts(given, facts, before, after),
        looking_back=looking_back(
            given.base,
            given.proposed,
            codes_followed(given.base, given.proposed, given.earlier),
            fingerprint=given.base_pack.fingerprint if given.base_pack else given.pack.fingerprint,
            made_up=given.made_up,
        ),
        points_floor=points_floor(
            given.proposed, given.base_side, signs, {c: s.contract for c, s in standings.items()}
        ),
        break_even=break_even(seen, given.base_side, signs, given.sign_off),
        sign_off=given.sign_off,
    )


def unlike(base: Header, proposed: Header, *, across_years: bool = False) -> list[Problem]:
    """Return why two schemes cannot be compared by their headers alone, before any data are read."""
    problems = []
    if base.year != proposed.year and not across_years:
        message = f"The schemes are of different years, {base.year} and {proposed.year}."
        remedy = (
            "Compare schemes of one year: prices, lists and results belong to a year. To look back over two "
            f"years, write incentives compare with --across-years and --data twice: of {base.year}, then of "
            f"{proposed.year}."
        )
        problems.append(Problem("C150", Place(proposed.id), message, remedy))
    if base.year > proposed.year and across_years:
        message = f"The first scheme is of {base.year}, later than the second, of {proposed.year}."
        problems.append(Problem("C150", Place(proposed.id), message, "Name the earlier year's scheme first."))
    nations = {n for n in (base.nation, proposed.nation) if n}
    if len(nations) > 1:
        message = f"The schemes are of different nations, {' and '.join(sorted(nations))}."
        remedy = "Compare schemes of one nation: its prices and averages are its own."
        problems.append(Problem("C150", Place(proposed.id), message, remedy))
    return problems


def _refuse(given: Given) -> None:
    problems = unlike(given.base.header, given.proposed.header, across_years=given.across_years)
    problems += other_practices(given.base_side, given.proposed_side)
    problems += unknown_types((given.base, given.proposed))
    problems += _unpriced(given)
    if problems:
        raise Refused(problems)


def _unpriced(given: Given) -> list[Problem]:
    found = []
    for side in (given.base_side, given.proposed_side):
        if not any(c.amount for c in side.plan.components):
            message = "This scheme has points but no price, so its money cannot be compared."
            remedy = "Add pay_points: with a price per point, or compare another scheme."
            found.append(Problem("C151", Place(side.plan.id), message, remedy))
    return found


def _signs(money: Money) -> frozenset[str]:
    names = [s.name for s in money.scenarios]
    scenario = money.scenario(AS_SIGNED if AS_SIGNED in names else EVERYONE)
    return frozenset(p.code for p in scenario.practices if p.signs)


def _spreads(given: Given, signs: frozenset[str]) -> Spreads | None:
    """Return how both totals spread among those who sign, or None where no trial years are asked for."""
    if not given.draws:
        return None
    base, proposed = (
        Side(side.plan, with_signed(side.binding, signs)) for side in (given.base_side, given.proposed_side)
    )
    return spreads_of(base, proposed, draws=given.draws)


Counts = dict[str, tuple["Count", ...]]


def _counts(given: Given, facts: Sequence[Facts]) -> tuple[Counts, Counts]:
    """Return counts by indicator under each scheme, both under the code that ``facts`` have.

    One that the data count under another code is found under that. For schemes of one year both are the
    same counts.
    """
    items = {i.id: i.terms.item(i.id) for s in (given.proposed, given.base) for i in s.indicators}
    if given.base_pack is None:
        after = _counted(given.pack, given.proposed.header.year, {f.id: items.get(f.id, f.id) for f in facts})
        return after, after
    first = {f.id: items.get(f.id, f.id) for f in facts if f.before is not None}
    second = {f.id: items.get(f.was or f.id, f.id) for f in facts if f.after is not None}
    return (
        _counted(given.base_pack, given.base.header.year, first),
        _counted(given.pack, given.proposed.header.year, second),
    )


def _counted(pack: Pack, year: FinancialYear, items: Mapping[str, str]) -> Counts:
    found = counts_of(pack, year, set(items.values()))
    return {code: found[item] for code, item in items.items() if item in found}


def _parts(given: Given, facts: Sequence[Facts], before: Counts, after: Counts) -> dict[str, Parts]:
    """Return what each change is made of: from year to year, or since the year before in the same data."""
    whole = given.base_pack is None
    if whole:
        items = {i.id: i.terms.item(i.id) for s in (given.proposed, given.base) for i in s.indicators}
        earlier = {f.id: items.get(f.id, f.id) for f in facts}
        before = _counted(given.pack, given.proposed.header.year.previous, earlier)
    both = ((f.id, parts_of(before.get(f.id, ()), after.get(f.id, ()), whole=whole)) for f in facts)
    return {code: parts for code, parts in both if parts}


def _work(
    facts: Sequence[Facts],
    counts: Mapping[str, Sequence[Count]],
    signs: frozenset[str],
    pence: int,
    *,
    after: bool,
) -> Work:
    asked = [
        Asked(f.id, f.type, sum(c.denominator for c in counts.get(f.id, ()) if c.practice in signs))
        for f in facts
        if (f.after if after else f.before) is not None
    ]
    return work(asked, pence)


def _interests(money: Money, register: Sequence[Interest]) -> tuple[Interests, ...]:
    """Return the practices of those who may vote beside random groups; nobody may vote, nothing is said."""
    known = {p.code for p in money.scenarios[0].practices}
    unknown = [
        Problem(
            "C152",
            one.place,
            f"The register of interests names {one.practice}, which is not in the practice data.",
            did_you_mean(one.practice, sorted(known)),
        )
        for one in register
        if one.practice not in known
    ]
    if unknown:
        raise Refused(unknown)
    members = {one.practice for one in register if one.votes}
    return tuple(of_members(scenario, members) for scenario in money.scenarios) if members else ()


def _standings(pack: Pack, codes: Sequence[str]) -> dict[str, Standing]:
    table = pack.tables.get("practices")
    rows: dict[str, dict[str, str]] = {}
    if table is not None:
        names = ("name", "network_code", "contract", "list_size", "imd_score", "atypical")
        columns = {name: table.column(name) for name in names}
        for at, code in enumerate(table.column("practice_code")):
            rows[code] = {name: column[at] for name, column in columns.items()}
    return {code: _standing(code, rows.get(code, {})) for code in codes}


def _standing(code: str, row: Mapping[str, str]) -> Standing:
    return Standing(
        code=code,
        name=row.get("name", ""),
        network=row.get("network_code", ""),
        contract=row.get("contract", ""),
        list_size=_figure(row.get("list_size", "")),
        deprivation=_figure(row.get("imd_score", "")),
        atypical=row.get("atypical", "") == "yes",
    )


def _figure(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None
