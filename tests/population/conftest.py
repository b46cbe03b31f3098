"""The benchmarks lie beside the package and are not installed; their tests find them in the repository."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
