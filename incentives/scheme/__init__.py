"""A scheme: from a YAML file that people write to the plan that everything downstream reads.

In: YAML text with places. Then: differences applied to the scheme it starts from, frozen models,
checks. Out: a ``Plan`` (``compiling.py``), or every problem with its place and remedy.
Start reading at ``reading.py`` (a file to a ``Scheme``); ``forms/`` has one module per family of
payment forms, each form a model of its keys and a function that makes its steps.
"""
