"""The registers in the CMS: who changes them, where a row is used, and that none is deleted."""

from __future__ import annotations

import pytest

from content.models import Checklist, Misconception
from courses.models import ModulePage
from courses.publication import current_stamp
from people.models import Person

LIST = "/cms/snippets/content/{}/"
REGISTERS = ("guidelineedition", "guidelinesection", "misconception", "lawreference", "checklist")


@pytest.fixture
def as_tora(client, tora):
    client.force_login(tora)
    return client


@pytest.mark.parametrize("register", REGISTERS)
def test_redaktionen_reads_a_register_and_temagruppen_adds_to_it(client, rut, tora, register):
    client.force_login(rut)
    assert client.get(LIST.format(register)).status_code == 200
    assert client.get(f"{LIST.format(register)}add/").status_code == 302
    client.force_login(tora)
    assert client.get(f"{LIST.format(register)}add/").status_code == 200


def test_a_row_tells_where_it_is_used(as_tora):
    row = Misconception.objects.get(code="M01")
    html = as_tora.get(f"{LIST.format('misconception')}usage/{row.pk}/").content.decode()
    assert "Vänta inte tills det är kris" in html
    assert "Kunskapstest: Funktion" in html


def test_no_row_is_deleted_even_by_who_may_everything(client, rut):
    Person.objects.filter(pk=rut.pk).update(is_superuser=True)
    client.force_login(rut)
    row = Misconception.objects.get(code="M01")
    address = f"{LIST.format('misconception')}delete/{row.pk}/"
    html = client.post(address, follow=True).content.decode()
    assert "kan inte tas bort" in html
    assert Misconception.objects.filter(pk=row.pk).exists()


def test_a_list_is_written_one_a_line_and_shown_at_once(as_tora):
    row = Checklist.objects.get(code="fore")
    before = current_stamp()
    address = f"{LIST.format('checklist')}edit/{row.pk}/"
    assert "\n".join(row.items[:2]) in as_tora.get(address).content.decode()
    fields = {"code": row.code, "title": row.title, "lead": row.lead, "items": "Ring\r\n\r\n Boka "}
    as_tora.post(address, fields)
    row.refresh_from_db()
    assert row.items == ["Ring", "Boka"]
    assert current_stamp() > before


def test_the_lines_of_a_module_are_kept(as_tora):
    page = ModulePage.objects.get(slug="sip")
    html = as_tora.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "\n".join(page.takeaways) in html
