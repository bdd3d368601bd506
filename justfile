# What a developer runs. `just` lists it; `just test` is the daily one.

# list the recipes
default:
    @just --list

# run the tests; skips only what this machine lacks (LibreOffice, the published data)
test *arguments:
    uv run pytest {{arguments}}

# run all that must hold before a change is taken, with nothing skipped
ci:
    .ci/run

# check the style
lint:
    uv run ruff check
    uv run ruff format --check

# put the code in the house's format
format:
    uv run ruff format
    uv run ruff check --fix

# check the types
types:
    uv run mypy

# check that imports run one way
imports:
    uv run lint-imports

# write the generated pages and the schemas for editors
docs:
    uv run python docs/generate.py

# write the exact version of everything installed into pyproject.toml
pins:
    uv run python .ci/pins.py --write

# score three Scottish years from published counts and class each of the 275,882 rows
golden-points *arguments:
    uv run python -m tests.golden.scotland_points {{arguments}}

# move each Scottish threshold by one point and see who notices
golden-shifts *arguments:
    uv run python -m tests.golden.scotland_shifts {{arguments}}

# pay Scotland 2012/13 and compare with the published payments
golden-money *arguments:
    uv run python -m tests.golden.scotland_money {{arguments}}

# score the 31 English practices of 2024/25 and compare with their published points
golden-england *arguments:
    uv run python -m tests.golden.england_2024_25 {{arguments}}

# hold England's public totals (points, registers, payments) to the shelf's years
golden-totals *arguments:
    uv run python -m tests.golden.england_totals {{arguments}}

# import every published file at hand and compare with the table of docs/IMPORT.md
import-table *arguments:
    uv run python -m tests.golden.import_table {{arguments}}

# plant twenty mistakes, one at a time, and count how many the tests catch
mutants:
    uv run python -m tests.property.mutants
    uv run python -m tests.property.mutants_shares

# count the cases of every form in every reading, and replace each form to see them fail
forms:
    uv run python -m tests.spec.coverage
    uv run python -m tests.spec.replaced

# plant one fault in every form and see within how many generated schemes it is found
faults-of-forms *arguments:
    uv run python -m tests.property.faults {{arguments}}

# make mistakes in every setting of a scheme file and see what is said of each
mistakes *arguments:
    uv run python -m tests.errors.mistakes {{arguments}}

# every shipped scheme to a workbook and back, and values changed in each
workbooks:
    INCENTIVES_SIZE=long uv run pytest tests/unit/test_scheme_workbook.py

# hold the readings and the oracle together on 2,000 generated schemes of 50 practices
long *arguments:
    uv run python -m tests.property.readings_run {{arguments}}

# run every file of the corpora of bad input (or of other folders) through every reader
corpora *folders:
    uv run python -m tests.corpora {{folders}}

# the range of the cost beside 200,000 years paid by the engine (25 minutes), and faults planted in it
cost-spread *arguments:
    uv run python -m tests.property.cost_spread {{arguments}}

# measure every figure of docs/PERFORMANCE.md
bench:
    uv run python benchmarks/pay.py
    uv run python benchmarks/check.py
    uv run python benchmarks/check_large.py
    uv run python benchmarks/read.py
    uv run python benchmarks/uncertainty.py
    uv run python benchmarks/schedule.py

# six writers at once, 200 killed writers, 1,000 flipped bits: the ledger stays whole
faults:
    uv run python -m tests.fault.ledger_faults
    uv run python -m tests.fault.file_faults

# every bar of the projection, and what was measured for it
evidence:
    uv run python -m tests.golden.evidence_bars

# false alarms and power of watching after go-live, on published results
monitor-bars *arguments:
    uv run python -m tests.golden.monitor_bars {{arguments}}

# pictures of every page at three widths, and its print, in a new folder
pictures folder:
    uv run python -m tests.web.pictures --out {{folder}}

# forecasts of single Scottish practices beside what happened
scotland-practices *arguments:
    uv run python -m tests.golden.scotland_practices {{arguments}}

# print every sheet and every Word page (or the files named) as pictures; fails on ###, cut words, an empty page
schedule-pictures outdir *files:
    uv run python -m tests.workbook.pictures {{outdir}} {{files}}

# change every input of a schedule (of shipped schemes: 100 all), one at a time: the total follows the engine
perturbed *arguments:
    uv run python -m tests.workbook.perturbed {{arguments}}

# every shipped scheme's schedule, spoiled and worked out again by LibreOffice and formualizer, to 0p
shipped-workbooks *schemes:
    uv run python -m tests.workbook.shipped {{schemes}}

# England as one payment schedule for each of 208 made-up commissioners, with time and memory
england-schedules folder:
    uv run python -m tests.workbook.england {{folder}}

# run two scripted years of payments and print what stands in the books, month by month
year *arguments:
    uv run python -m tests.year {{arguments}}
