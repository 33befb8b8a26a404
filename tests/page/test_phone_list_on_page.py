"""话单 on the page: whoever audits brings it in, and nothing else; the supervisor may, too."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from huifang.page.roles import Role
from office import TestOffice, collected_office
from page_made import made_page
from phone_made import LISTS

NOW = "2026-12-01 09:00"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestOffice]:
    yield collected_office(tmp_path_factory.mktemp("page"))


def test_whoever_audits_is_offered_lists_of_calls_alone(office: TestOffice) -> None:
    offered = made_page(office.root, NOW, Role.AUDITOR).text("/do/import")
    assert "话单" in offered and "客户资料库.xlsx" not in offered and "人员.xlsx" not in offered
    assert "客户资料库.xlsx" in made_page(office.root, NOW, Role.SUPERVISOR).text("/do/import")
    sent = {"table": "客户", "file": (io.BytesIO("客户名称\n甲\n".encode()), "名单.csv")}
    assert made_page(office.root, NOW, Role.AUDITOR).post("/do/import", sent).status_code == 422


def test_a_bill_is_looked_at_given_to_somebody_and_kept(office: TestOffice) -> None:
    page = made_page(office.root, NOW, Role.AUDITOR)
    bill = (LISTS / "unicom.xls").read_bytes()
    job = page.done(page.post("/do/import", {"table": "话单", "file": (io.BytesIO(bill), "联通.xls")}))
    assert (job.code, job.body["appended"], job.body["written"]) == (1, 5, False)
    shown = page.get(f"/import/{job.number}").text
    assert "13900000001 有 5 个通话" in shown and "最后选“业务员”" in shown and "set-业务员" in shown
    assert "--set" not in shown
    told = {"map": [f"{source}={target}" for source, target in job.body["mapping"].items()], "set-业务员": "A01"}
    again = page.done(page.post(f"/import/{job.number}", told))
    assert (again.code, again.body["findings"], again.body["appended"]) == (0, [], 5)
    done = page.done(page.post(f"/import/{again.number}/write"))
    assert done.body["written"]
    (kept,) = office.entries("phone-list")
    assert (kept["agent"], kept["calls"], kept["file"]) == ("A01", 5, "联通.xls")
