"""axe-core, the judge of accessibility: taken from its npm package once (``python -m tests.web.axe``), used only with the hash below.

It is a test's tool under the MPL and no part of the project, so it is not kept in the repository. Tests reach no network: where the package
was not fetched, the tests that need it are left out and say so.
"""

import base64
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

VERSION: Final = "4.14.1"
INTEGRITY: Final = "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
"""SHA-512 of the package, as the registry states it."""
KEPT: Final = Path(__file__).parents[2] / "data" / f"axe-core-{VERSION}.tgz"
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def script() -> str | None:
    """Axe's script; None where the package was not fetched.

    Raises:
        ValueError: what lies there is not that package.
    """
    if not KEPT.exists():
        return None
    package = KEPT.read_bytes()
    if f"sha512-{base64.b64encode(hashlib.sha512(package).digest()).decode()}" != INTEGRITY:
        raise ValueError(f"{KEPT} is not axe-core {VERSION}")
    with tarfile.open(fileobj=io.BytesIO(package)) as files:
        member = files.extractfile("package/axe.min.js")
        if member is None:
            raise ValueError(f"{KEPT} has no axe.min.js")
        return member.read().decode()


def fetch() -> None:
    """Fetches the package with npm from the machine's registry and checks it."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "pack", "--silent", f"axe-core@{VERSION}"], cwd=folder, check=True)  # noqa: S603 -- our own words
        KEPT.parent.mkdir(exist_ok=True)
        shutil.copy(next(Path(folder).glob("*.tgz")), KEPT)
    script()
    sys.stdout.write(f"{KEPT}\n")


if __name__ == "__main__":
    fetch()
