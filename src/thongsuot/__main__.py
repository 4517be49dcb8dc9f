"""`python -m thongsuot` is the `thongsuot` command."""

import sys

from thongsuot.cli import main

sys.exit(main())
