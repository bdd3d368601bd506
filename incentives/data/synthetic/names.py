"""Fictional places of Barsetshire and what surgeries in them are called; none is a published practice."""

from __future__ import annotations

NETWORKS = {
    "ZZ9N1": (
        "Barchester Close",
        "Hiram's Hospital",
        "Cathedral Yard",
        "Dragon of Wantly",
        "Mendelwell Lane",
        "Barchester Bridge",
        "Paddock Row",
        "Stone Gate",
        "Septimus Street",
        "Elderflower Row",
    ),
    "ZZ9N2": (
        "Plumstead Episcopi",
        "Crabtree Canonicorum",
        "Crabtree Parva",
        "Puddingdale",
        "Stogpingum",
        "Ullathorne St Ewold",
        "Eiderdown Magna",
        "Uffley Cross",
        "Little Eiderdown",
        "Goosegorse",
    ),
    "ZZ9N3": (
        "Greshamsbury",
        "Boxall Hill",
        "Framley Mill",
        "Hogglestock",
        "Hoggle End",
        "Chaldicotes",
        "Gatherum Castle",
        "Courcy Regis",
        "Framley Lodge",
        "Rosebury Gatherum",
    ),
    "ZZ9N4": (
        "Silverbridge Viaduct",
        "Guestwick Magna",
        "Guestwick Halt",
        "Allington Parva",
        "Cosby Barset",
        "Nuncombe Barset",
        "Clavering Barset",
        "Scarrowby",
        "Matching Barset",
        "Spoon Hall",
    ),
}
"""Networks by their code, each with its places; the first is the city, the others country."""

KINDS = ("Surgery", "Medical Centre", "Practice", "Health Centre")
UNIVERSITY = "Barchester Lazarus College Health Centre"
