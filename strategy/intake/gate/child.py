"""The limited process in which a file is read: ``python -m strategy.intake.gate.child``.

Takes one argument, a folder with ``request.json``; writes ``table.arrow`` and ``detected.json``,
or ``error.json``, into the same folder.  Whatever happens to it, the server goes on.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any


def load() -> None:
    """Import all that reading needs, so that limits bound what the file needs and no more."""
    _leave_pandas_out()
    # numpy.ma is what numpy would load at the first table otherwise, in every child anew.
    import numpy.ma  # noqa: F401
    import pyarrow.csv  # noqa: F401
    import python_calamine  # noqa: F401

    import strategy.intake.reading.parsing  # noqa: F401


def main(folder: Path) -> int:
    """Read the requested file under the requested limits; 0 if an answer was written."""
    load()
    import pyarrow as pa

    from strategy.intake.gate.ended import tell_fault
    from strategy.intake.gate.limits import Limits
    from strategy.intake.reading.parsing import parse_file
    from strategy.intake.recognising.mapping import read_mapping
    from strategy.kernel.errors import StrategyError

    pa.set_cpu_count(2)
    pa.set_io_thread_count(2)
    # Millions of cells and no cycles among them: collecting garbage would only cost time.
    gc.disable()
    request = json.loads((folder / "request.json").read_text("utf-8"))
    limit_process(request["memory_bytes"], request["cpu_seconds"])
    try:
        table = parse_file(
            Path(request["path"]),
            request["name"],
            folder,
            Limits(**request["limits"]),
            read_mapping(request["mapping"]),
            request["roles"],
        )
        with (
            pa.OSFile(str(folder / "table.arrow"), "wb") as sink,
            pa.ipc.new_file(sink, table.data.schema) as writer,
        ):
            writer.write_table(table.data)
        answer: dict[str, Any] = table.detected.as_json()
        (folder / "detected.json").write_text(json.dumps(answer), "utf-8")
    except StrategyError as error:
        known = {"kind": type(error).__name__, "sentence": str(error)}
        known["field"] = getattr(error, "field", "")
        # What stands in the file is shown beside the question where the table is.
        known["glance"] = (getattr(error, "__notes__", None) or [""])[-1]
        (folder / "error.json").write_text(json.dumps(known), "utf-8")
    except Exception as error:
        # Whatever it is: the server tells it from a file that is too large.
        return tell_fault(folder, error)
    return 0


def _leave_pandas_out() -> None:
    """Arrow loads pandas where it finds it, which takes longer than reading most files.

    A version too old for Arrow makes it do without.
    """
    too_old = ModuleType("pandas")
    too_old.__dict__["__version__"] = "0.0.0"
    sys.modules["pandas"] = too_old
    warnings.filterwarnings("ignore", message="pyarrow requires pandas")


def limit_process(memory_bytes: int, cpu_seconds: int) -> None:
    """Bound memory above what is already loaded, and processor time.

    Windows has no such limits; there the time limit of the parent is the only one.
    """
    if sys.platform == "win32":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0]) if _has_proc() else 0
    loaded = pages * resource.getpagesize() if pages else 1 << 30
    bound = loaded + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _has_proc() -> bool:
    return os.path.exists("/proc/self/statm")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
