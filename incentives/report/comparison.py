"""A comparison as machine-readable figures and as what is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentives.compare.break_even import NEEDS
from incentives.compare.looking_back import LABEL

if TYPE_CHECKING:
    from incentives.compare.groups import Group
    from incentives.compare.money import PracticeMoney, Scenario
    from incentives.compare.quality import Outlook
    from incentives.compare.whole import Comparison


def as_data(found: Comparison) -> dict[str, Any]:
    """Return a comparison for a program: pence as whole numbers, shares of one as numbers."""
    shown = found.shown
    return {
        "base": found.money.base_title,
        "proposed": found.money.proposed_title,
        "year": found.year,
        "data_fingerprint": found.fingerprint,
        "total": _total(shown),
        "shown": shown.name,
        "looking_back": _looking_back(found),
        "scenarios": [_scenario(s, found) for s in found.answers],
        "cost_of_practices_choosing_the_better_offer_pence": found.money.cost_of_choice
        if len(found.answers) > 1
        else None,
        "most_it_could_cost_pence": found.money.most,
        "budget_limit_pence": found.limit,
        "cost_when_achievement_moves": _spread(found),
        "points_floor": list(found.points_floor.lines()) if found.points_floor else None,
        "practices": [_practice(p, found) for p in shown.practices],
        "indicators": [_indicator(o, found) for o in found.outlooks],
        "break_even": _break_even(found),
        "work": {"before": _work(found.work_before), "after": _work(found.work_after)},
        "interests": [
            {
                "scenario": i.scenario,
                "statement": i.statement(),
                "practices_that_would_receive_less": list(i.less),
            }
            for i in found.interests
        ],
    }


def _spread(found: Comparison) -> dict[str, Any] | None:
    if found.spreads is None:
        return None
    spread, differences = found.spreads.proposed, found.spreads.difference
    return {
        "way": spread.way,
        "drawn": spread.drawn,
        "drawn_because": found.spreads.because or None,
        "standard_deviation_pence": round(spread.deviation),
        "expected_pence": spread.expected,
        "likely_pence": list(spread.likely()),
        "difference_expected_pence": differences.expected,
        "difference_likely_pence": list(differences.likely()),
        "chance_over_limit": None if found.limit is None else spread.chance_over(found.limit),
    }


def _total(scenario: Scenario) -> dict[str, int]:
    return {
        "base_pence": scenario.base,
        "proposed_pence": scenario.proposed,
        "difference_pence": scenario.difference,
    }


def _scenario(scenario: Scenario, found: Comparison) -> dict[str, Any]:
    return {
        "name": scenario.name,
        "signs": scenario.signs,
        "total": _total(scenario),
        "paid_by_this_schedule_pence": scenario.paid_by_schedule,
        "national_qof_released_pence": scenario.released,
        "protections_pence": scenario.smoothing,
        "more": scenario.more,
        "less": scenario.less,
        "unchanged": len(scenario.practices) - scenario.more - scenario.less - len(scenario.apart),
        "in_the_scheme_for_some_of_the_year": len(scenario.apart),
        "groups": [_group(g) for g in found.groups[scenario.name]],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "name": group.name,
        "practices": group.practices,
        "base_pence": group.base,
        "proposed_pence": group.proposed,
        "difference_pence": group.difference,
        "more": group.more,
        "less": group.less,
    }


def _looking_back(found: Comparison) -> dict[str, Any] | None:
    back = found.looking_back
    if back is None:
        return None
    return {
        "label": LABEL,
        "years": [back.first, back.second],
        "assumed": list(back.assumed),
        "worked_out_with": [{"what": w, back.first: a, back.second: b} for w, a, b in back.worked_with],
        "first_data_fingerprint": back.first_fingerprint,
    }


def _break_even(found: Comparison) -> dict[str, Any]:
    return {
        "signed_off_by": found.sign_off.name if found.sign_off else None,
        "signed_off_on": found.sign_off.on.isoformat() if found.sign_off else None,
        "needs": None if found.sign_off else NEEDS,
        "indicators": [
            {
                "indicator": line.id,
                "saved_pence": line.saved,
                "saved_pence_for_each_no_longer_recorded": list(line.per_patient)
                if line.per_patient
                else None,
                "fall_at_which_it_breaks_even": line.fall,
                "assumption_likely_fall_of_care": _both(line.likely_fall),
                "assumption_events": _both(line.events),
                "source": line.gain.source if line.gain else None,
            }
            for line in found.break_even
        ],
    }


def _both(ends: tuple[float, float] | None) -> list[float] | None:
    return list(ends) if ends else None


def _parts(found: Comparison, code: str) -> dict[str, Any] | None:
    parts = found.parts.get(code)
    if parts is None:
        return None
    return {
        "before": float(parts.before.achievement),
        "after": float(parts.after.achievement),
        "change": float(parts.change),
        "by_patients_reached": float(parts.by_reaching),
        "by_exceptions": float(parts.by_counting),
        "practices": parts.practices,
    }


def _practice(practice: PracticeMoney, found: Comparison) -> dict[str, Any]:
    return {
        "practice_code": practice.code,
        "signs": practice.signs,
        "base_pence": practice.base,
        "proposed_pence": practice.proposed,
        "difference_pence": practice.difference,
        "protections_pence": practice.protected,
        "months_pence": list(practice.months),
        "base_months_pence": list(practice.base_months),
        "days_in_the_scheme": practice.days[0] if practice.days else None,
        "difference_for_its_days_pence": practice.difference_for_its_days if practice.days else None,
        "points_floor": found.points_floor.practices.get(practice.code) if found.points_floor else None,
    }


def _indicator(outlook: Outlook, found: Comparison) -> dict[str, Any]:
    facts = outlook.facts
    return {
        "indicator": facts.id,
        "title": facts.title,
        "type": facts.type,
        "status": facts.status,
        "points_before": facts.before,
        "points_after": facts.after,
        "now_called": facts.was or None,
        "happens": facts.happens,
        "baseline": outlook.baseline,
        "eligible_patients": outlook.eligible,
        "projected": [
            {
                "year": y.year,
                "median": (outlook.baseline or 0) + y.median,
                "low80": (outlook.baseline or 0) + y.low80,
                "high80": (outlook.baseline or 0) + y.high80,
                "low95": (outlook.baseline or 0) + y.low95,
                "high95": (outlook.baseline or 0) + y.high95,
            }
            for y in outlook.years
        ],
        "patients_no_longer_recorded": list(outlook.patients) if outlook.patients else None,
        "assumption_patients_no_longer_treated": list(outlook.care) if outlook.care else None,
        "effects_it_rests_on": outlook.effects,
        "caveat": outlook.caveat,
        "spread_between_practices": outlook.spread,
        "deprivation_gap": outlook.gap,
        "last_change": _parts(found, facts.id),
    }


def _work(work: Any) -> dict[str, Any]:
    return {
        "indicators": work.indicators,
        "patients_counted": work.patients,
        "coded_entries": work.coded,
        "hours_assumed": round(work.hours, 1),
        "pence": work.pence,
        "pounds_per_hour": work.pounds_per_hour,
    }
