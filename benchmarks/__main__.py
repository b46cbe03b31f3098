"""All benchmarks, one after another: `python -m benchmarks` (`--save` writes the results)."""

from benchmarks import one_patient

if __name__ == "__main__":
    one_patient.main()
