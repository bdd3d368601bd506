"""Every setting of every form and section has a sentence, and values are written as people read them."""

from __future__ import annotations

import pytest

from incentives.report.setting_words import SENTENCES, WORDED, readable, sentence, template
from incentives.scheme import model
from incentives.scheme.forms import FORMS, Form
from incentives.scheme.section import Section, keys_of

SECTIONS: dict[str, type[Section]] = {
    "offered_by": model.OfferedBy,
    "offer": model.Offer,
    "national_qof": model.NationalQof,
    "budget": model.Budget,
    "rounding": model.RoundingSection,
    "treatment": model.Treatment,
    "exit": model.Exit,
    "disputes": model.Disputes,
    "accrual": model.Accrual,
    "recovery": model.Recovery,
    "governance": model.Governance,
    "stopped": model.StopPayingFor,
}


def _keys(section: type[Section]) -> list[str]:
    found = []
    for key, field in zip(keys_of(section), section.model_fields.values(), strict=True):
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            found += [f"{key}.{within}" for within in keys_of(kind)]
        else:
            found.append(key)
    return found


@pytest.mark.parametrize("form", FORMS.all(), ids=lambda f: f.name)
def test_every_setting_of_a_form_has_its_sentence(form: Form) -> None:
    for key in _keys(form.terms):
        assert "{}" in template(form.name, key)


@pytest.mark.parametrize("name", SECTIONS)
def test_every_term_of_an_offer_has_its_sentence(name: str) -> None:
    for key in _keys(SECTIONS[name]):
        assert "{}" in template(name, key)


def test_a_setting_without_a_sentence_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        template("fixed grant", "new_setting")


def test_sentences_end_as_sentences_do() -> None:
    assert [s for s in (*SENTENCES.values(), *WORDED.values()) if not s.endswith(".") or "  " in s] == []


@pytest.mark.parametrize(
    ("owner", "key", "text", "said"),
    [
        ("budget", "limit", "£4200000.00", "The most that the scheme may cost is £4,200,000.00."),
        ("offer", "open", "2015-02-16", "Practices may sign from 16 February 2015."),
        (
            "linear",
            "pays",
            "45% to 80%",
            "It pays nothing up to 45%, everything from 80% and in proportion between.",
        ),
        (
            "lower",
            "pays",
            "70% to 20%",
            "It pays nothing from 70% up, everything down from 20% and in proportion between.",
        ),
        ("all or nothing", "pays", "from 50%", "It pays everything from 50% on and nothing below."),
        (
            "bands",
            "bands",
            "from 45%, points 4; from 60%, below 80%, points 9",
            "The bands are: 4 points from 45%; 9 points from 60% to below 80%.",
        ),
        ("national_qof", "keep_reporting", "no", "A practice that signs no longer sends its QOF data."),
        ("rounding", "money", "half up to 2 places", "Money is rounded half up to the penny."),
    ],
)
def test_values_are_written_as_people_read_them(owner: str, key: str, text: str, said: str) -> None:
    assert sentence(owner, key, text) == said


def test_who_was_consulted_is_named_without_the_word_body() -> None:
    said = sentence("governance", "consulted", "body LMC, on 2015-02-10; body Healthwatch, on 2015-02-11")
    assert said == "Consulted: LMC, on 10 February 2015; Healthwatch, on 11 February 2015."


def test_counts_have_commas_and_codes_and_years_have_none() -> None:
    assert readable("for_patients", "5891") == "5,891"
    assert readable("year", "2014/15") == "2014/15"
    assert readable("counted_as", "12345") == "12345"
