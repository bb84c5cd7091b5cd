"""Write the synthetic year: python data/synthetic/generate.py [DATA_FOLDER].

The tables go to DATA_FOLDER/synthetic, their sidecar to DATA_FOLDER/sources; without an argument, into this checkout.
The same seed gives the same bytes.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

import bulletins
import rosters
import surveys
from writers import File

DATA = Path(__file__).resolve().parents[1]
SIDECAR = "synthetic.yaml"
HEAD = """# Written by data/synthetic/generate.py: change that, not this.
folder: synthetic
transcribed: "2026-11-23"
areas: 咸阳不含杨凌（610400），渭南不含韩城（610500），另列杨凌示范区和韩城市；都是演示数据，由种子生成，没有发布过。
status: synthetic
publisher: ipanalytics 生成器
seen: generated
licence: MIT
files:
"""


def files() -> list[File]:
    """Return all files of the synthetic year."""
    return sorted([*bulletins.files(), *surveys.files(), *rosters.files()], key=lambda file: file.name)


def main(data: Path) -> None:
    """Write all files and their sidecar into a data folder; those of the same names are replaced."""
    entries = [_written(data / "synthetic", file) for file in files()]
    _put(data / "sources" / SIDECAR, (HEAD + "".join(entries)).encode())


def _written(folder: Path, file: File) -> str:
    """Write a file, and return its entry in the sidecar."""
    content = file.as_bytes()
    _put(folder / file.name, content)
    told = {"source": file.source, "title": file.title, "published": file.published}
    told["sha256"] = sha256(content).hexdigest()
    lines = [f"    {key}: {json.dumps(text, ensure_ascii=False)}\n" for key, text in told.items()]
    return f"  {file.name}:\n{''.join(lines)}"


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
