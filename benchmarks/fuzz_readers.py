"""Every reader fed with damaged files for so many seconds, led by what its code reaches.

    python benchmarks/fuzz_readers.py SECONDS [SEED [ENDING...]]

Needs atheris, which is not among the dependencies: `pip install atheris`. The files start
from a sound one of each format, or of those whose names have one of the endings; half of
the damage to zipped ones is done inside them.
What raises, takes more than 60 seconds, takes 3 GB, or makes the sum of rows kept, refused
and furniture differ from the rows read, is written to a file `crash-...` and ends the run.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["folkmoot.sources"]):
    from tests.generative.every_reader import Reading, mutant, sound_files

FILES_A_BUILD = 200
"""Cleaning takes longer than reading a hundred small files: it is done once for so many."""

# By the clock: on a busy machine every 200th file, which cleans a build, takes over 20 s.
LIMITS = ("-timeout=60", "-rss_limit_mb=3000", "-max_len=100000", "-len_control=0")


class Fuzzing:
    """Files read one after another into a build, which is cleaned and checked now and then."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        self.files: dict[str, bytes] = {}
        self.reading = Reading(folder / "0")

    def __call__(self, data: bytes) -> None:
        self.count += 1
        self.reading.read(f"{self.count}.dat", data)
        if self.count % FILES_A_BUILD == 0:
            self.reading.finish()
            self.reading = Reading(self.folder / str(self.count))


def main() -> None:
    """Set the fuzzer up with the sound files and let it run."""
    seconds = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    endings = tuple(sys.argv[3:]) or ("",)
    sound = {
        name: data for name, data in sound_files().items() if name.endswith(endings)
    }
    names = sorted(sound)

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        rng = random.Random(seed)
        if rng.random() < 0.1:
            data = sound[rng.choice(names)]
        if rng.random() < 0.3:
            found: bytes = atheris.Mutate(data, max_size)
            return found
        try:
            return mutant(data, rng)[:max_size]
        except Exception:  # an archive too damaged to be opened and damaged inside
            return data[:max_size]

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = folder / "corpus"
        corpus.mkdir()
        for file, data in sound.items():
            (corpus / file).write_bytes(data)
        command = [sys.argv[0], *LIMITS, f"-max_total_time={seconds}", f"-seed={seed}"]
        atheris.Setup([*command, str(corpus)], Fuzzing(folder), custom_mutator=mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
