"""What a body publishes: whole, sealed, each part present or explained, and no practice to be read in it."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from incentives.base.problem import Refused
from incentives.cli.publish import publish
from incentives.data.pack import read_pack
from incentives.govern.publication import ALL, parts, reasons
from incentives.scheme.reading import read_scheme
from incentives.scheme.resolved import version_of
from tests.unit.govern.made_packs import EXAMPLE

PACK, SCHEME = EXAMPLE / "pack", str(EXAMPLE / "scheme.yaml")
WANTING = (
    *("decision", "patients_involved", "equality_assessment", "inequalities_duty"),
    *("procurement_route", "nhs_england", "strategy_objective"),
)
EXPLAINED = [f"{name}: not in this example" for name in WANTING]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("published") / "bundle.zip"
    publish(SCHEME, PACK, base="qof-england-2015-16", out=out, explain=EXPLAINED)
    with zipfile.ZipFile(out) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_each_file_has_its_seal_and_the_scheme_s_is_its_version(files: dict[str, bytes]) -> None:
    seals = {row["file"]: row["sha256"] for row in rows(files["manifest.csv"])}
    assert set(seals) == set(files) - {"manifest.csv"}
    assert all(hashlib.sha256(files[name]).hexdigest() == seal for name, seal in seals.items())
    assert seals["scheme.json"] == version_of(read_scheme(SCHEME)[0])


def test_no_practice_can_be_read_in_it(files: dict[str, bytes]) -> None:
    table = read_pack(PACK).tables["practices"]
    text = "\n".join(content.decode() for content in files.values()).casefold()
    signs = [*table.column("practice_code"), *table.column("name")]
    assert signs
    assert not [sign for sign in signs if sign.casefold() in text]


def test_patients_are_rounded_and_add_up_to_what_the_pack_counts(files: dict[str, bytes]) -> None:
    table = rows(files["patients.csv"])
    counts = [n for row in table for n in (row["achieved"], row["not_achieved"], row["counted"])]
    assert "*" in counts
    assert all(int(n.replace(",", "")) % 5 == 0 for n in counts if n != "*")
    assert not [row for row in table if row["group"] == "atypical practices"]  # there are two
    wanted = ("HYP006", "Network", "these groups")
    whole = next(r for r in table if (r["indicator"], r["by"], r["group"]) == wanted)
    practices = rows((PACK / "practices.csv").read_bytes())
    typical = {r["practice_code"] for r in practices if r["atypical"] == "no"}
    pack = [r for r in rows((PACK / "counts.csv").read_bytes()) if r["practice_code"] in typical]
    counted = sum(int(r["denominator"]) for r in pack if r["indicator"] == "HYP006" and r["denominator"])
    assert abs(int(whole["counted"].replace(",", "")) - counted) <= 2


def test_all_that_is_wanting_is_named_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        publish(SCHEME, PACK, base="qof-england-2015-16", out=tmp_path / "b.zip", explain=EXPLAINED[:1])
    assert sorted(p.message.split("(")[-1][:-2] for p in refused.value.problems) == sorted(WANTING[1:])
    assert not list(tmp_path.iterdir())


def test_what_was_not_done_with_its_reason_counts_as_explained() -> None:
    scheme, _ = read_scheme(SCHEME)
    assert scheme.governance is not None
    said = scheme.governance.model_copy(update={"nhs_england": "not done: no approval is needed"})
    given = reasons(e for e in EXPLAINED if not e.startswith("nhs_england"))
    found = {p.name: p for p in parts(replace(scheme, governance=said), None, given, "s")}
    assert set(found) == set(ALL)
    told = {name: (found[name].standing, found[name].text) for name in ("nhs_england", "consulted")}
    assert told["nhs_england"] == ("explained", "no approval is needed")
    assert told["consulted"] == ("present", "LMC on 10 February 2015")


@pytest.mark.long
def test_a_scheme_that_names_a_practice_is_not_published(tmp_path: Path) -> None:
    name = read_pack(PACK).tables["practices"].column("name")[0]
    text = Path(SCHEME).read_text(encoding="utf-8")
    changed = text.replace("reason: time to take part in the scheme", f"reason: as {name} asked")
    assert changed != text
    (tmp_path / "scheme.yaml").write_text(changed, encoding="utf-8")
    given: dict[str, Any] = {"base": "qof-england-2015-16", "out": tmp_path / "b.zip", "explain": EXPLAINED}
    with pytest.raises(Refused) as refused:
        publish(str(tmp_path / "scheme.yaml"), PACK, **given)
    assert {p.code for p in refused.value.problems} == {"R230"}
    assert not (tmp_path / "b.zip").exists()
