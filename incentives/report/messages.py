"""The codes of problems met while writing, each with its one line in the catalogue of messages."""

MESSAGES = {
    "R101": "the output file exists already",
    "R102": "a spreadsheet would round a payment differently",
    "R103": "a rule has too many cases for one cell",
    "R104": "the schedule's template cannot be used",
    "R105": "the output file cannot be written",
    "R120": "the audience is not known",
    "R106": "the output file has an ending that is not known",
}
