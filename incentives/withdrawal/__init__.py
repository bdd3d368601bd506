"""What happens to recorded achievement when payment for an indicator stops.

In come measured effects (the evidence library) and an indicator's situation: type, baseline, what
happens to it. Out comes a projection: a range for each year, or "no evidence". Nothing is read or
written here, and the same input gives the same figures. Start at ``projection.py``.
"""
