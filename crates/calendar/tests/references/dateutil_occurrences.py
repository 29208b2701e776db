# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""Expands rules with python-dateutil: lines of START<TAB>RULE in, lines of occurrences out.

With a third column, a zone, the start is a local time there, and the occurrences are seconds since 1970.
"""

import signal
import sys
import warnings
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr


def expand(most: int, start: str, rule: str, zone: str = "") -> str:
    try:
        # Not dateutil's own zones: they know no summer time after 2037.
        tzinfo = ZoneInfo(zone) if zone else None
        occurrences = rrulestr(rule, dtstart=datetime.fromisoformat(start).replace(tzinfo=tzinfo))
        if zone:
            return " ".join(str(int(at.timestamp())) for at in islice(occurrences, most))
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
    print(expand(int(sys.argv[1]), *line.rstrip("\n").split("\t")))
