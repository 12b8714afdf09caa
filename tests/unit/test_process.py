"""A process that holds keys leaves nothing of its memory behind."""

import subprocess
import sys
from pathlib import Path

ASK = """
import ctypes, os, resource
from netwerkberaad.foundation.core.process import keep_memory_private
keep_memory_private()
made = os.open({path!r}, os.O_CREAT | os.O_WRONLY, 0o666)
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
print(oct(os.fstat(made).st_mode & 0o777))
"""


def test_no_core_is_dumped_nobody_looks_in_and_new_files_are_the_owners(tmp_path: Path) -> None:
    script = ASK.format(path=str(tmp_path / "made"))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["(0, 0) 0", "0o600"]
