"""The parameters of one report: their names, what they may be, where they are read from."""

from reportkit.params.files import read_parameters, read_values
from reportkit.params.key import DEFAULT_FORM, Key
from reportkit.params.parameters import Parameters
from reportkit.params.values import (
    check_values,
    parameter_name,
    parameters_in,
    parse_parameters,
    plain_value,
    shown_name,
)

__all__ = [
    "DEFAULT_FORM",
    "Key",
    "Parameters",
    "check_values",
    "parameter_name",
    "parameters_in",
    "parse_parameters",
    "plain_value",
    "read_parameters",
    "read_values",
    "shown_name",
]
