# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""Expands rules with python-dateutil: lines of START<TAB>RULE in, lines of occurrences out."""

import signal
import sys
import warnings
from datetime import datetime
from itertools import islice

from dateutil.rrule import rrulestr


def expand(start: str, rule: str, most: int) -> str:
    try:
        occurrences = rrulestr(rule, dtstart=datetime.fromisoformat(start))
        return " ".join(at.isoformat() for at in islice(occurrences, most))
    except ValueError as error:
        # It refuses what can never come true; anything else it refuses would be a flaw of the rules.
        if "empty set" not in str(error):
            raise
        return ""
    except TimeoutError:
        # It follows a rule that yields nothing to the year 9999, whatever its UNTIL says.
        return "gave up"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def give_up(*_: object) -> None:
    raise TimeoutError


signal.signal(signal.SIGALRM, give_up)
warnings.filterwarnings("ignore")  # Rules that end in two ways are deprecated, and wanted here.
for line in sys.stdin:
    signal.setitimer(signal.ITIMER_REAL, 1)
    print(expand(*line.rstrip("\n").split("\t"), int(sys.argv[1])))
