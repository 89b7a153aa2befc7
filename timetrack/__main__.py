"""`python -m timetrack`: the command line."""

import sys

from timetrack.cli import main

sys.exit(main())
