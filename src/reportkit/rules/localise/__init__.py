"""Which cells of a failing report are wrong: the smallest change that repairs every sum.

The method is that of Fellegi and Holt, "A systematic approach to automatic edit and imputation",
Journal of the American Statistical Association 71 (1976), as told by de Waal, Pannekoek and
Scholtus, Handbook of Statistical Data Editing and Imputation (2011), chapters 3 to 5.
"""

from reportkit.rules.localise.locate import localise
from reportkit.rules.localise.result import Change, Group, Localisation, Repair, Verdict

__all__ = ["Change", "Group", "Localisation", "Repair", "Verdict", "localise"]
