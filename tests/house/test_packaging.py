"""What is installed is the whole product and nothing else: wheel, packed source, editable install."""

from __future__ import annotations

import configparser
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from email.parser import BytesParser
from fnmatch import fnmatch
from pathlib import Path

import pytest

import huifang
from huifang.page.begun import STEPS
from huifang.tables.declared.forms import FORMS
from office import run
from places import PACKAGE, ROOT

pytestmark = pytest.mark.slow

FOLDERS = {
    "scripts/huifang": "huifang",
    "workbooks": "huifang.workbooks",
    "templates": "huifang.templates",
    "macros": "huifang.macros",
}
DATA = ("huifang.workbooks", "huifang.templates", "huifang.macros")
#: Kept for people to look at: the product draws its blank forms anew, and carries its macros as they are built.
NOT_PACKED = (
    "huifang/workbooks/blank/",
    "huifang/macros/README.md",
    "huifang/macros/agent/",
    "huifang/macros/console/",
)
#: What the packing itself writes into a source.
OF_PACKING = ("PKG-INFO", "setup.cfg", "huifang.egg-info/")
#: A module of yesterday, where an earlier build would have left it.
STALE = "build/lib/huifang/stale.py"

# Runs without the site-packages of this interpreter, where another huifang may be installed; they are added only
# once ours is imported, so that what it needs is found and it is not.
OPEN_RESOURCES = """
import hashlib, json, site, sys
place, libraries, wanted = sys.argv[1], json.loads(sys.argv[2]), json.load(sys.stdin)
site.addsitedir(place)
from importlib.resources import files
hashes = {
    f"{package}/{name}": hashlib.sha256(files(package).joinpath(*name.split("/")).read_bytes()).hexdigest()
    for package, names in wanted.items()
    for name in names
}
import huifang
sys.path += libraries
import huifang.cli
print(json.dumps({"package": huifang.__file__, "cli": huifang.cli.__file__, "hashes": hashes}))
"""


@dataclass(frozen=True)
class Installed:
    """A copy of the source, a folder for ``sys.path`` made from it, and the folder where Python should find huifang."""

    source: Path
    place: Path
    package: Path

    def resources(self) -> dict[str, list[str]]:
        """Every file of each data package that is packed, as the source has it."""
        wanted: dict[str, list[str]] = {package: [] for package in DATA}
        for name in _packed(self.source):
            package = ".".join(name.split("/")[:2])
            if package in wanted:
                wanted[package].append(name.removeprefix(f"{package.replace('.', '/')}/"))
        return wanted


def _made_by_tools(folder: str, names: list[str]) -> set[str]:
    """Those of the names that .gitignore names: the rest is what a clone of the repository holds."""
    patterns = [".git", *(ROOT / ".gitignore").read_text(encoding="utf-8").split()]
    here = Path(folder).relative_to(ROOT)
    return {
        name
        for name in names
        for pattern in patterns
        if fnmatch(name, pattern.strip("/")) or fnmatch((here / name).as_posix(), pattern.strip("/"))
    }


def _clone(target: Path) -> Path:
    return Path(shutil.copytree(ROOT, target, ignore=_made_by_tools))


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def _packed(source: Path) -> dict[str, Path]:
    """Every file of the product under the name that it has in the wheel."""
    names = {
        f"{package.replace('.', '/')}/{name}": path
        for folder, package in FOLDERS.items()
        for name, path in _files(source / folder).items()
    }
    return {name: path for name, path in names.items() if not name.startswith(NOT_PACKED)}


def _run(*arguments: str | Path, cwd: Path, given: str | None = None, path: Path | None = None) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **({"PYTHONPATH": str(path)} if path else {})},
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _built(what: str, source: Path) -> Path:
    """What ``python -m build`` makes of a source, in a folder beside it."""
    out = source.parent / what
    _run("-m", "build", f"--{what}", "--no-isolation", "--outdir", out, source, cwd=source.parent)
    (built,) = out.iterdir()
    return built


def _content(wheel: zipfile.ZipFile) -> dict[str, bytes]:
    """The files of a wheel, without those that describe it."""
    names = [name for name in wheel.namelist() if not name.endswith("/") and ".dist-info/" not in name]
    return {name: wheel.read(name) for name in names}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone in which something was built before."""
    source = _clone(tmp_path_factory.mktemp("built") / "source")
    (source / STALE).parent.mkdir(parents=True)
    (source / STALE).touch()
    return source


@pytest.fixture(scope="module")
def wheel(source: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(_built("wheel", source))


@pytest.fixture(scope="module")
def unpacked_source(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packed source, unpacked."""
    place = tmp_path_factory.mktemp("sdist")
    with tarfile.open(_built("sdist", source)) as archive:
        archive.extractall(place, filter="data")
    (folder,) = place.iterdir()
    return folder


@pytest.fixture(scope="module")
def wheel_of_unpacked(unpacked_source: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(_built("wheel", unpacked_source))


def _from_wheel(request: pytest.FixtureRequest) -> Installed:
    place = request.getfixturevalue("tmp_path_factory").mktemp("installed")
    request.getfixturevalue("wheel").extractall(place)
    return Installed(request.getfixturevalue("source"), place, place / "huifang")


def _editable(request: pytest.FixtureRequest) -> Installed:
    tmp = request.getfixturevalue("tmp_path_factory").mktemp("editable")
    source = _clone(tmp / "source")
    offline = ("--no-deps", "--no-build-isolation", "--no-index", "--ignore-installed")
    _run("-m", "pip", "install", "--quiet", *offline, "--prefix", tmp / "prefix", "--editable", source, cwd=tmp)
    (pointer,) = (tmp / "prefix").rglob("__editable__*.pth")
    return Installed(source, pointer.parent, source / "scripts" / "huifang")


@pytest.fixture(scope="module", params=[_from_wheel, _editable], ids=["wheel", "editable"])
def installed(request: pytest.FixtureRequest) -> Installed:
    return request.param(request)


def test_the_wheel_holds_every_file_and_no_other(wheel: zipfile.ZipFile, source: Path) -> None:
    """A new room is found, a module that is gone is not packed again, and what nobody reads is not packed."""
    assert (source / STALE).name not in {Path(name).name for name in wheel.namelist()}
    assert _content(wheel) == {name: path.read_bytes() for name, path in _packed(source).items()}


def test_every_file_of_data_is_read_by_the_product(source: Path) -> None:
    """Presets are read by the folder, printed forms by their titles, everything else by its name: in the code, or in a
    page that is built on it; pages are drawn by the first word of theirs.
    """
    texts = (*PACKAGE.rglob("*.py"), *(ROOT / "templates").rglob("*.j2"))
    code = "".join(path.read_text(encoding="utf-8") for path in texts)
    data = [name for name in _packed(source) if Path(name).suffix not in (".py", ".typed")]
    by_folder = {f"huifang/workbooks/policies/{preset['preset']}.toml" for preset in run("policies").data["policies"]}
    by_folder |= {f"huifang/templates/forms/{form.title}.xlsx" for form in FORMS}
    by_folder |= {f"huifang/templates/page/start_{step}.html.j2" for step in STEPS}
    assert by_folder <= set(data)

    def is_read(name: str) -> bool:
        name = name.rpartition("/")[2]
        return any(f'"{word}"' in code for word in (name, name.removesuffix(".j2"), name.removesuffix(".html.j2")))

    assert [name for name in data if name not in by_folder and not is_read(name)] == []


@pytest.mark.parametrize("folder", ["tests", "docs", ".ci", "scripts"])
def test_the_wheel_has_nothing_of_the_workshop(wheel: zipfile.ZipFile, folder: str) -> None:
    assert [name for name in wheel.namelist() if folder in name.split("/")] == []


def _described(wheel: zipfile.ZipFile, name: str) -> bytes:
    (found,) = (each for each in wheel.namelist() if each.endswith(f".dist-info/{name}"))
    return wheel.read(found)


def test_the_wheel_declares_the_command_and_carries_the_licence(wheel: zipfile.ZipFile) -> None:
    scripts = configparser.ConfigParser()
    scripts.read_string(_described(wheel, "entry_points.txt").decode())
    assert dict(scripts["console_scripts"]) == {"huifang": "huifang.cli.main:main"}
    assert _described(wheel, "licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


def test_the_version_stands_in_one_place(wheel: zipfile.ZipFile, unpacked_source: Path) -> None:
    said = run("--version", json_wanted=False).out.split()
    assert said == ["huifang", huifang.__version__]
    assert BytesParser().parsebytes(_described(wheel, "METADATA"))["Version"] == huifang.__version__
    assert unpacked_source.name == f"huifang-{huifang.__version__}"
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" not in declared and declared["dynamic"] == ["version"]


def test_every_resource_opens_from_the_installed_package(installed: Installed, tmp_path: Path) -> None:
    wanted = installed.resources()
    assert any(name.startswith("policies/") for name in wanted["huifang.workbooks"])
    libraries = json.dumps([entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")])
    told = _run("-I", "-S", "-c", OPEN_RESOURCES, installed.place, libraries, cwd=tmp_path, given=json.dumps(wanted))
    answer = json.loads(told)
    assert Path(answer["package"]) == installed.package / "__init__.py"
    assert Path(answer["cli"]) == installed.package / "cli" / "__init__.py"
    packed = _packed(installed.source)
    assert answer["hashes"] == {
        f"{package}/{name}": hashlib.sha256(packed[f"{package.replace('.', '/')}/{name}"].read_bytes()).hexdigest()
        for package, names in wanted.items()
        for name in names
    }


def test_the_packed_source_is_the_repository(source: Path, unpacked_source: Path) -> None:
    kept = {name for name in _files(source) if not name.startswith(("build/", *OF_PACKING))}
    assert {name for name in _files(unpacked_source) if not name.startswith(("build/", *OF_PACKING))} == kept


def test_the_packed_source_makes_the_same_wheel(wheel: zipfile.ZipFile, wheel_of_unpacked: zipfile.ZipFile) -> None:
    assert _content(wheel_of_unpacked) == _content(wheel)


def test_the_tests_of_the_packed_source_run(
    unpacked_source: Path, wheel_of_unpacked: zipfile.ZipFile, tmp_path: Path
) -> None:
    """Some of them, and with what the source gives when it is installed."""
    wheel_of_unpacked.extractall(tmp_path)
    where = _run("-c", "import huifang; print(huifang.__file__)", cwd=unpacked_source, path=tmp_path)
    assert Path(where.strip()) == tmp_path / "huifang" / "__init__.py"
    options = ("-q", "-n", "0", "-p", "no:cacheprovider", "-m", "not slow")
    said = _run("-m", "pytest", *options, "tests/core", "tests/tables", cwd=unpacked_source, path=tmp_path)
    assert " passed" in said and " failed" not in said
