import sys

from acquis.web.cli import main

sys.exit(main())
