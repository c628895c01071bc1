"""The registers in the CMS: who changes them, where a row is used, and that none is deleted."""

from __future__ import annotations

from datetime import date

import pytest

from content.models import Checklist, GuidelineEdition, Misconception
from content.wagtail_hooks import Registers
from courses.models import ModulePage
from courses.publication import current_stamp
from people.models import Person

LIST = "/cms/snippets/content/{}/"
MODELS = {view.model._meta.model_name: view.model for view in Registers.items}
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


@pytest.mark.parametrize("register", REGISTERS)
def test_redaktionen_reads_a_row_and_sees_where_it_is_used(client, course, rut, register):
    client.force_login(rut)
    row = MODELS[register].objects.first()
    to_read = f"{LIST.format(register)}inspect/{row.pk}/"
    to_usage = f"{LIST.format(register)}usage/{row.pk}/"
    assert f'href="{to_read}"' in client.get(LIST.format(register)).content.decode()
    shown = client.get(to_read)
    assert shown.status_code == 200
    assert f'href="{to_usage}"' in shown.content.decode()
    usage = client.get(to_usage)
    assert usage.status_code == 200
    assert f'href="{to_read}"' in usage.content.decode()


def test_a_row_is_read_in_swedish(client, course, rut):
    client.force_login(rut)
    row = Misconception.objects.get(code="M01")
    html = client.get(f"{LIST.format('misconception')}inspect/{row.pk}/").content.decode()
    assert row.truth in html
    assert "<dt>Med i förtestet</dt>" in html
    assert "Ja" in html.split("Med i förtestet</dt>")[1].split("</dd>")[0]
    row = Checklist.objects.get(code="fore")
    html = client.get(f"{LIST.format('checklist')}inspect/{row.pk}/").content.decode()
    assert row.items[1] in html
    assert "[&#x27;" not in html


def test_redaktionen_is_shown_no_way_to_change_a_row(client, course, rut):
    client.force_login(rut)
    row = Misconception.objects.get(code="M01")
    for view in ("inspect", "usage"):
        html = client.get(f"{LIST.format('misconception')}{view}/{row.pk}/").content.decode()
        assert f"/misconception/edit/{row.pk}/" not in html
    assert client.get(f"{LIST.format('misconception')}edit/{row.pk}/").status_code == 302


@pytest.mark.parametrize("view", ["inspect", "usage"])
def test_who_has_no_right_to_a_register_reads_no_row(client, course, samira, view):
    client.force_login(samira)
    row = Misconception.objects.get(code="M01")
    assert client.get(f"{LIST.format('misconception')}{view}/{row.pk}/").status_code in (302, 403)


def edition(**said):
    return {"code": "OK2027", "title": "Överenskommelsen 2027", "short_title": "Nya",
            "valid_from": "2027-01-01", "is_main_line": "on", **said}  # fmt: skip


def test_an_edition_that_overlaps_is_refused_with_the_other_ones_name(as_tora, course):
    address = f"{LIST.format('guidelineedition')}add/"
    html = as_tora.post(address, edition()).content.decode()
    assert "”Överenskommelsen 2021, justerad 2023” gäller också då." in html
    assert not GuidelineEdition.objects.filter(code="OK2027").exists()


def test_ending_the_old_edition_first_lets_the_new_one_in(as_tora, course):
    old = GuidelineEdition.objects.get(code="OK2021r2023")
    kept = {name: getattr(old, name) or "" for name in ("code", "title", "short_title", "summary")}
    ended = {**kept, "valid_from": old.valid_from, "valid_to": "2027-01-01",
             "supersedes": old.supersedes_id, "is_main_line": "on"}  # fmt: skip
    as_tora.post(f"{LIST.format('guidelineedition')}edit/{old.pk}/", ended)
    answer = as_tora.post(f"{LIST.format('guidelineedition')}add/", edition(supersedes=old.pk))
    assert answer.status_code == 302
    for day, code in ((date(2026, 12, 31), "OK2021r2023"), (date(2027, 1, 1), "OK2027")):
        assert GuidelineEdition.objects.current_main(at=day).code == code


@pytest.mark.parametrize("register", REGISTERS)
def test_what_pages_refer_to_a_row_by_is_typed_once(as_tora, course, register):
    model = MODELS[register]
    row = model.objects.first()
    new = as_tora.get(f"{LIST.format(register)}add/").context["form"]
    form = as_tora.get(f"{LIST.format(register)}edit/{row.pk}/").context["form"]
    assert not new.fields[model.KEY].disabled
    assert form.fields[model.KEY].disabled
    assert [name for name, field in form.fields.items() if field.disabled] == [model.KEY]
    html = as_tora.get(f"{LIST.format(register)}edit/{row.pk}/").content.decode()
    assert "kan inte ändras när raden är sparad" in html


def test_another_code_that_is_sent_all_the_same_changes_nothing(as_tora, course):
    row = Misconception.objects.get(code="M03")
    fields = {"code": "M99", "belief": "Ny lydelse", "truth": row.truth, "source": row.source}
    answer = as_tora.post(f"{LIST.format('misconception')}edit/{row.pk}/", fields)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.code, row.belief) == ("M03", "Ny lydelse")


def test_a_law_that_overlaps_is_refused_on_its_field(as_tora, course):
    fields = {"code": "utskrivning", "matter": "x", "reference": "x", "summary": "x",
              "valid_from": "2027-01-01"}  # fmt: skip
    form = as_tora.post(f"{LIST.format('lawreference')}add/", fields).context["form"]
    assert "gäller också då. En kod har ett lagrum i taget." in form.errors["valid_from"][0]


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
