"""The quick benchmark: `python -m benchmarks` (`--save` writes the results). README.md lists the others, which take longer."""

from benchmarks import one_patient

if __name__ == "__main__":
    one_patient.main()
