"""How the package is built, beyond what pyproject.toml can say; setuptools reads the classes from here.

Hatchling would need none of this, but its editable install cannot give a folder another name (workbooks/ as
``huifang.workbooks``).
"""

from __future__ import annotations

import shutil

from setuptools import find_packages
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

#: All of the repository but what tools make: a packed source can run its tests and write its docs.
FOLDERS = (".ci", "docs", "macros", "scripts", "templates", "tests", "workbooks")
FILES = ("*.md", ".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml")


class BuildPackages(build_py):
    """Finds the rooms of the package, and begins with an empty folder: a module that is gone is not packed again."""

    def finalize_options(self) -> None:
        """Name every package below scripts/huifang."""
        rooms = find_packages("scripts", include=("huifang.*",))
        self.distribution.packages = sorted({*(self.distribution.packages or ()), *rooms})
        super().finalize_options()

    def run(self) -> None:
        """Build from nothing; an editable install builds nothing here."""
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


class PackSource(sdist):
    """Packs everything that a clone of the repository holds."""

    def make_distribution(self) -> None:
        """Add what is no part of the package."""
        for folder in FOLDERS:
            self.filelist.graft(folder)
        for pattern in FILES:
            self.filelist.include(pattern)
        self.filelist.global_exclude("*.py[cod]")
        self.filelist.exclude(".ci/pictures/*")
        super().make_distribution()
