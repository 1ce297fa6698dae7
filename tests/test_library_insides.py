"""How far the product reaches into the private parts of libraries: in one room, no further."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from pathlib import Path

HOUSE = Path(__file__).parent.parent
FLOORS = ("strategy", "ui", "web", "pages")

# Streamlit's parts that it promises to nobody.  The function that tells whether a page runs is in
# its documentation on threads, and pages need it.
INSIDE = re.compile(
    r"streamlit\.(runtime|proto|auth_util|dataframe_util|elements|delta_generator|web|watcher"
    r"|source_util|type_util|net_util)\b"
)
DOCUMENTED = {"ui/run/signed_in.py": {"streamlit.runtime.scriptrunner.get_script_run_ctx"}}


def _imports(tree: ast.AST) -> dict[str, str]:
    """What a module calls each name of a library, and where it comes from."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                root = name.name.partition(".")[0]
                found[name.asname or root] = name.name if name.asname else root
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for name in node.names:
                found[name.asname or name.name] = f"{node.module}.{name.name}"
    ours = {
        "strategy",
        "ui",
        "web",
        "pages",
        "app",
        "benchmarks",
        "tests",
    } | sys.stdlib_module_names
    return {name: where for name, where in found.items() if where.partition(".")[0] not in ours}


def _product() -> list[tuple[str, ast.Module]]:
    """Every Python file that is no test and no measurement."""
    files = [
        HOUSE / "app.py",
        *(path for floor in FLOORS for path in (HOUSE / floor).rglob("*.py")),
    ]
    return [
        (path.relative_to(HOUSE).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in [HOUSE / "app.py", *files]
    ]


def test_streamlits_inside_is_touched_in_one_room() -> None:
    """import-linter knows other people's packages by their first name only."""
    outside = {
        name: {where for where in _imports(tree).values() if INSIDE.match(where)}
        for name, tree in _product()
        if not name.startswith("web/streamlit_patches/")
    }
    assert {name: found for name, found in outside.items() if found} == DOCUMENTED


ALLOWED = {
    "web/streamlit_patches/session.py: websocket_session_manager.AppSession",
    "web/streamlit_patches/whole_pages.py: WholePages._on_scriptrunner_event",
    "web/streamlit_patches/whole_pages.py: WholePages._create_scriptrunner",
    "web/streamlit_patches/whole_pages.py: WholePages._clear_queue",
    "strategy/excel/streamed_sheet.py: StreamedSheet._write_rows",
}


def _replaced(tree: ast.Module) -> set[str]:
    """Names of libraries that a module replaces, overrides or imports though they are private."""
    known = _imports(tree)
    found = {where for where in known.values() if re.search(r"\._[a-z]", where)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                root: ast.expr = target
                while isinstance(root, ast.Attribute):
                    root = root.value
                # pandas' options are a public way to set them.
                if isinstance(target, ast.Attribute) and isinstance(root, ast.Name):
                    name = ast.unparse(target)
                    if root.id in known and not name.startswith("pd.options."):
                        found.add(name)
        for base in node.bases if isinstance(node, ast.ClassDef) else []:
            module, _, name = known.get(ast.unparse(base), "").rpartition(".")
            if module:
                theirs = vars(getattr(importlib.import_module(module), name))
                found |= {
                    f"{node.name}.{inner.name}"
                    for inner in node.body
                    if isinstance(inner, ast.FunctionDef)
                    and re.match(r"_[a-z]", inner.name)
                    and inner.name in theirs
                }
    return found


def test_few_private_names_of_libraries_are_replaced() -> None:
    """Each is a tax on every new version; docs/decisions.md tells why, and none may be added."""
    found = {f"{name}: {one}" for name, tree in _product() for one in _replaced(tree)}
    assert found <= ALLOWED, found - ALLOWED
    assert len(ALLOWED) <= 5
    told = (HOUSE / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert not [one for one in ALLOWED if one.rpartition(".")[2] not in told]
