"""The program ``incentives``: its verbs, and how refusals and faults end it."""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from incentives import __version__
from incentives.base.problem import Refused
from incentives.cli.terminal import print_problems

REFUSED, FAULT = 1, 4

VERBS = {
    "demo": "demo",
    "check": "check",
    "show": "show",
    "diff": "diff",
    "schemes": "schemes",
    "schema": "schema",
    "new": "new",
    "scheme-from-workbook": "from_workbook:scheme_from_workbook",
    "import": "imports:import_",
    "score": "score",
    "pay": "pay",
    "schedule": "schedule",
    "verify": "verify",
    "lint": "lint",
    "explain": "explain",
    "compare": "compare",
    "document": "document",
    "solve": "solve",
    "monitor": "monitor",
    "evidence": "evidence",
    "backtest": "backtest",
    "signup": "signup",
    "prepare": "prepare",
    "approve": "approve",
    "release": "release",
    "correct": "correcting:correct",
    "reverse": "correcting:reverse",
    "ledger": "ledger",
    "query": "query",
    "interests": "interests",
    "decide": "deciding:decide",
    "publish": "publish",
    "decisions": "deciding:decisions",
    "export": "export",
    "reconcile": "reconcile",
    "double-payments": "reconcile:double_payments",
    "audit-pack": "audit_pack",
    "accrue": "accrue",
    "look-back": "look_back:look_back",
    "recover": "recover",
    "year-cost": "look_back:year_cost",
    "calendar": "calendar",
    "collect": "collect",
}
"""Each verb and its module; its function has the verb's name where none is named after the colon."""


def program(only: str = "") -> typer.Typer:
    """Return the program with all its verbs, or with the one that was asked for.

    Making every verb's options takes longer than most verbs take to run.
    """
    app = typer.Typer(
        name="incentives",
        help="Design a primary-care incentive scheme that replaces parts of QOF, and pay it to the penny.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_version)
    for verb in [only] if only in VERBS else VERBS:
        module, _, function = VERBS[verb].partition(":")
        loaded = import_module(f"incentives.cli.{module}")
        found = getattr(loaded, function or module)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=verb)
        else:
            app.command(verb)(found)
    return app


def _version(
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    if version:
        typer.echo(f"incentives {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the program; every problem of a user's input is printed with place and remedy."""
    try:
        program(next(iter(sys.argv[1:]), ""))()
    except Refused as refused:
        print_problems(refused.problems)
        sys.exit(REFUSED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(REFUSED)
    except Exception as fault:  # noqa: BLE001 - the last border: a fault is told, not thrown at the user
        sys.stderr.write(_report(fault))
        sys.exit(FAULT)


def _report(fault: Exception) -> str:
    where = fault.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    at = f"{where.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{where.tb_lineno}" if where else "?"
    return (
        "This is a fault of the program, not of your files; nothing was written after it.\n"
        f"  → Please report this line with the command you typed: incentives {__version__}, "
        f"{type(fault).__name__} at {at}: {fault}\n"
    )
