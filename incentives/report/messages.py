"""The codes of problems met while writing, each with its one line in the catalogue of messages."""

MESSAGES = {
    "R101": "the output file exists already",
    "R102": "a spreadsheet would round a payment differently",
    "R103": "a rule has too many cases for one cell",
    "R104": "the schedule's template cannot be used",
    "R105": "the output file cannot be written",
    "R150": "a template is no Word document",
    "R151": "a kind of document is not known",
    "R152": "a document needs practice data, or one practice",
    "R130": "there is no such export layout",
    "R131": "an export layout cannot be used",
    "R132": "a text of an upload could be taken for a formula",
    "R133": "a cell of an upload is blank or too long",
    "R135": "a payment has no ledger code",
    "R136": "a payment has no paycode",
    "R137": "an upload template lacks a column",
    "R138": "a practice that is paid has no row, or two, in an upload template",
    "R139": "an upload template would lose something that it holds",
    "R120": "the audience is not known",
    "R106": "the output file has an ending that is not known",
}
