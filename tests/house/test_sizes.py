"""A file that one person cannot read in one sitting is split: 400 lines is the aim, 800 the wall."""

import pytest

from house import tree

AIM, WALL = 400, 800


def test_no_python_file_is_longer_than_the_wall(capsys: pytest.CaptureFixture[str]):
    python = [path for path in tree.files() if path.suffix == ".py"]
    lines = {str(path): tree.text(str(path)).count("\n") for path in python}
    long = sorted(((count, path) for path, count in lines.items() if count > AIM), reverse=True)
    with capsys.disabled():
        for count, path in long:
            print(f"\nlong: {path} has {count} lines; the aim is {AIM}", end="")
    assert not [f"{path}: {count} lines" for count, path in long if count > WALL]
