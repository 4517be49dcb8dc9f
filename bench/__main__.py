"""python -m bench [--quick]"""

from bench.main import main

if __name__ == "__main__":
    raise SystemExit(main())
