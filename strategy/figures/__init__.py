"""Every figure that is shown anywhere, defined once.

Each function takes a cursor that is set to one version and returns DataFrames or dataclasses.
Amounts are integer cents; an unknown amount is NULL and is counted beside every sum.
"""
