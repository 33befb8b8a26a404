"""What is installed is the whole product and nothing else, from a wheel and as an editable install."""

from __future__ import annotations

import configparser
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from places import ROOT

# What .gitignore names, and the dot files: the rest is what a clone of the repository holds.
NOT_SOURCE = shutil.ignore_patterns(".*", "__pycache__", "*.py[cod]", "*.egg-info", "build", "dist", "回访演示*")
FOLDERS = {
    "scripts/huifang": "huifang",
    "workbooks": "huifang.workbooks",
    "templates": "huifang.templates",
    "macros": "huifang.macros",
}
DATA = ("huifang.workbooks", "huifang.templates", "huifang.macros")

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
        """Every file of each data package, as the source has it."""
        return {package: list(_files(self.source / folder)) for folder, package in FOLDERS.items() if package in DATA}


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def _run(*arguments: str | Path, cwd: Path, given: str | None = None) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=cwd, input=given, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("wheel") / "source", ignore=NOT_SOURCE))


@pytest.fixture(scope="module")
def source_files(wheel_source: Path) -> dict[str, Path]:
    """Every file of the product under the name that it has in the wheel; listed before the build leaves its own."""
    return {
        f"{package.replace('.', '/')}/{name}": path
        for folder, package in FOLDERS.items()
        for name, path in _files(wheel_source / folder).items()
    }


@pytest.fixture(scope="module")
def wheel(wheel_source: Path, source_files: dict[str, Path]) -> zipfile.Path:
    out = wheel_source.parent / "dist"
    _run("-m", "build", "--wheel", "--no-isolation", "--outdir", out, wheel_source, cwd=wheel_source.parent)
    (built,) = out.iterdir()
    return zipfile.Path(built)


def _from_wheel(request: pytest.FixtureRequest) -> Installed:
    place = request.getfixturevalue("wheel_source").parent / "unpacked"
    request.getfixturevalue("wheel").root.extractall(place)
    return Installed(request.getfixturevalue("wheel_source"), place, place / "huifang")


def _editable(request: pytest.FixtureRequest) -> Installed:
    tmp = request.getfixturevalue("tmp_path_factory").mktemp("editable")
    source = Path(shutil.copytree(ROOT, tmp / "source", ignore=NOT_SOURCE))
    offline = ("--no-deps", "--no-build-isolation", "--no-index", "--ignore-installed")
    _run("-m", "pip", "install", "--quiet", *offline, "--prefix", tmp / "prefix", "--editable", source, cwd=tmp)
    (pointer,) = (tmp / "prefix").rglob("__editable__*.pth")
    return Installed(source, pointer.parent, source / "scripts" / "huifang")


@pytest.fixture(scope="module", params=[_from_wheel, _editable], ids=["wheel", "editable"])
def installed(request: pytest.FixtureRequest) -> Installed:
    return request.param(request)


def test_the_wheel_holds_every_file_and_no_other(wheel: zipfile.Path, source_files: dict[str, Path]) -> None:
    names = [name for name in wheel.root.namelist() if not name.endswith("/")]
    packed = {name for name in names if ".dist-info/" not in name}
    assert packed == set(source_files)
    assert {name: wheel.root.read(name) for name in packed} == {
        name: path.read_bytes() for name, path in source_files.items()
    }


@pytest.mark.parametrize("folder", ["tests", "docs", ".ci", "scripts"])
def test_the_wheel_has_nothing_of_the_workshop(wheel: zipfile.Path, folder: str) -> None:
    assert [name for name in wheel.root.namelist() if folder in name.split("/")] == []


def test_the_wheel_declares_the_command_and_carries_the_licence(wheel: zipfile.Path) -> None:
    (info,) = (entry for entry in wheel.iterdir() if entry.name.endswith(".dist-info"))
    scripts = configparser.ConfigParser()
    scripts.read_string((info / "entry_points.txt").read_text(encoding="utf-8"))
    assert dict(scripts["console_scripts"]) == {"huifang": "huifang.cli.main:main"}
    assert (info / "licenses" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_every_resource_opens_from_the_installed_package(installed: Installed, tmp_path: Path) -> None:
    wanted = installed.resources()
    assert any(name.startswith("policies/") for name in wanted["huifang.workbooks"])
    libraries = json.dumps([entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")])
    told = _run("-I", "-S", "-c", OPEN_RESOURCES, installed.place, libraries, cwd=tmp_path, given=json.dumps(wanted))
    answer = json.loads(told)
    assert Path(answer["package"]) == installed.package / "__init__.py"
    assert Path(answer["cli"]) == installed.package / "cli" / "__init__.py"
    folders = {package: installed.source / folder for folder, package in FOLDERS.items()}
    assert answer["hashes"] == {
        f"{package}/{name}": hashlib.sha256((folders[package] / name).read_bytes()).hexdigest()
        for package, names in wanted.items()
        for name in names
    }
