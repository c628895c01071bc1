from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Membership, MissingWorkplace, Person, Workplace
from tests.conftest import make_workplace

# Search and confirm


def test_nina_finds_her_workplace_and_the_rest_is_filled_in(
    as_newcomer, newcomer, solrosen, bvc_centrum
):
    page = as_newcomer.get("/min-arbetsplats/?q=SOLROS").content.decode()
    assert "Solrosens förskola" in page
    assert "Förskola · Göteborgs Stad · Angered" in page
    assert "BVC Centrum" not in page
    page = as_newcomer.get(f"/min-arbetsplats/?arbetsplats={solrosen.pk}").content.decode()
    assert "Arbetar du här?" in page
    assert "Förskola · Göteborgs Stad · Angered" in page
    response = as_newcomer.post(
        "/min-arbetsplats/",
        {"arbetsplats": solrosen.pk, "befattning": "förskollärare", "chef": "on"},
    )
    assert response["Location"] == "/valkommen/"  # the notice has not been read
    newcomer.refresh_from_db()
    assert newcomer.is_manager
    assert newcomer.workplace_confirmed_on == timezone.localdate()
    membership = newcomer.memberships.get()
    assert membership.workplace == solrosen
    assert membership.occupation == "förskollärare"
    assert membership.is_primary


def test_swedish_letters_match_whatever_their_case(as_newcomer, city, preschool, angered):
    make_workplace(city, "Östra Ängens förskola", preschool, angered)
    page = as_newcomer.get("/min-arbetsplats/?q=östra ÄNGEN").content.decode()
    assert "Östra Ängens förskola" in page


def test_workplaces_without_a_name_or_that_have_closed_are_not_found(
    as_newcomer, city, preschool, angered
):
    make_workplace(city, "", preschool, angered)
    closed = make_workplace(city, "Gamla förskolan", preschool, angered)
    Workplace.objects.filter(pk=closed.pk).update(valid_to=date(2020, 1, 1))
    page = as_newcomer.get("/min-arbetsplats/?q=förskola").content.decode()
    assert "Ingen arbetsplats heter" in page
    assert as_newcomer.get(f"/min-arbetsplats/?arbetsplats={closed.pk}").status_code == 404


def test_only_twenty_hits_are_shown_and_the_queries_do_not_grow(
    as_newcomer, city, preschool, angered, django_assert_max_num_queries
):
    for number in range(25):
        make_workplace(city, f"Solens förskola {number:02}", preschool, angered)
    as_newcomer.get("/min-arbetsplats/")
    with django_assert_max_num_queries(5):
        page = as_newcomer.get("/min-arbetsplats/?q=sol").content.decode()
    assert "De 20 första träffarna" in page
    assert page.count("Solens förskola") == 20


@pytest.mark.parametrize("chosen", ["0", "abc", "99999999999999999999", "-1", "²"])
def test_an_unknown_workplace_is_not_found(as_newcomer, chosen):
    assert as_newcomer.get("/min-arbetsplats/", {"arbetsplats": chosen}).status_code == 404
    assert as_newcomer.post("/min-arbetsplats/", {"arbetsplats": chosen}).status_code == 404


def test_choosing_without_a_workplace_is_not_found(as_newcomer):
    assert as_newcomer.post("/min-arbetsplats/", {}).status_code == 404


def test_too_long_an_occupation_is_told_and_kept(as_newcomer, solrosen):
    long = "x" * 81
    page = as_newcomer.post(
        "/min-arbetsplats/", {"arbetsplats": solrosen.pk, "befattning": long}, follow=True
    ).content.decode()
    assert 'role="alert"' in page
    assert "högst 80 tecken" in page
    assert long in page
    assert not Membership.objects.exists()


def test_samira_sees_where_she_works_and_may_say_that_it_still_holds(client, samira, solrosen):
    samira.workplace_confirmed_on = date(2020, 1, 1)
    samira.save()
    client.force_login(samira)
    assert f"?arbetsplats={solrosen.pk}" in client.get("/min-arbetsplats/").content.decode()
    response = client.post("/min-arbetsplats/", {"arbetsplats": solrosen.pk})
    assert response["Location"] == "/"
    assert samira.memberships.count() == 1


# The form


def test_the_form_makes_a_workplace_without_a_name_once(as_newcomer, newcomer, answers, bo):
    as_newcomer.post("/min-arbetsplats/uppgifter/", {**answers, "befattning": "barnskötare"})
    workplace = newcomer.memberships.get().workplace
    assert workplace.name == ""
    assert [served.district.code for served in workplace.served.all()] == ["angered"]
    other = Client()
    other.force_login(bo)
    other.post("/min-arbetsplats/uppgifter/", answers)
    assert Membership.objects.get(person=bo, valid_to=None).workplace == workplace


def test_not_knowing_the_district_leaves_it_unknown(as_newcomer, newcomer, answers):
    as_newcomer.post("/min-arbetsplats/uppgifter/", {**answers, "omrade": "vet-inte"})
    assert not newcomer.memberships.get().workplace.served.exists()


def test_the_form_offers_the_reporting_layer_the_whole_city_and_not_knowing(
    as_newcomer, layer, answers, centrum, angered
):
    from people.models import District, DistrictLayer

    old = DistrictLayer.objects.create(code="x", name="x", valid_from=date(2000, 1, 1))
    District.objects.create(layer=old, code="omr-x", name="Annat", valid_from=date(2000, 1, 1))
    District.objects.create(
        layer=layer, code="stadsovergripande", name="Stadsövergripande",
        valid_from=date(2000, 1, 1), is_citywide=True,
    )  # fmt: skip
    page = as_newcomer.get("/min-arbetsplats/uppgifter/").content.decode()
    offered = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)', page.split('name="omrade"')[1])
    assert offered[:5] == [
        ("", "Välj område"),
        ("angered", "Angered"),
        ("centrum", "Centrum"),
        ("stadsovergripande", "Hela staden"),
        ("vet-inte", "Vet inte"),
    ]


def test_employers_without_a_name_share_one_row_of_their_kind(as_newcomer, newcomer, answers):
    data = {**answers, "arbetsgivare": "kind-privat_vardgivare"}
    as_newcomer.post("/min-arbetsplats/uppgifter/", data)
    assert newcomer.memberships.get().workplace.organisation.kind == "privat_vardgivare"


@pytest.mark.parametrize("missing", ["arbetsgivare", "omrade", "verksamhet"])
def test_what_is_missing_is_told_above_and_at_the_spot_and_the_rest_is_kept(
    as_newcomer, answers, missing
):
    data = {**answers, "befattning": "kurator", "chef": "on", missing: ""}
    page = as_newcomer.post("/min-arbetsplats/uppgifter/", data, follow=True).content.decode()
    assert '<div class="errors" role="alert"' in page
    spot = re.search(r'<li><a href="#(id_\w+)">', page)[1]
    assert f'id="{spot}"' in page
    assert page.count('class="error-text"') == 1
    assert 'value="kurator"' in page
    assert re.search(r'name="chef"[^>]*checked', page)
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"arbetsgivare": "org-999999"},
        {"arbetsgivare": "kind-x"},
        {"omrade": "omr-x"},
        {"verksamhet": "x"},
    ],
)
def test_values_that_were_not_offered_are_refused(as_newcomer, answers, wrong):
    data = {**answers, **wrong}
    page = as_newcomer.post("/min-arbetsplats/uppgifter/", data, follow=True).content.decode()
    assert 'role="alert"' in page
    assert not Membership.objects.exists()


# What is missing


def test_a_missing_workplace_is_passed_on_but_never_the_person(as_newcomer, newcomer, answers, bvc):
    data = {"namn": "Månens BVC", "arbetsgivare": "", "omrade": "angered", "verksamhet": "bvc"}
    response = as_newcomer.post("/min-arbetsplats/saknas/", data)
    page = as_newcomer.get(response["Location"]).content.decode()
    assert "Vi har skickat vidare arbetsplatsen, men inte ditt namn" in page
    assert re.search(r'value="angered" selected', page)
    assert re.search(r'value="bvc" selected', page)
    row = MissingWorkplace.objects.get()
    assert row.name == "Månens BVC"
    texts = [str(getattr(row, field.name)) for field in MissingWorkplace._meta.fields]
    assert not any(newcomer.email in text or newcomer.name in text for text in texts)
    assert not any(f.related_model is Person for f in MissingWorkplace._meta.fields)
    as_newcomer.post("/min-arbetsplats/saknas/", data)
    assert MissingWorkplace.objects.count() == 1


def test_a_missing_workplace_needs_a_name(as_newcomer, answers):
    data = {"omrade": "vet-inte"}
    page = as_newcomer.post("/min-arbetsplats/saknas/", data, follow=True).content.decode()
    assert "Skriv vad arbetsplatsen heter" in page
    assert not MissingWorkplace.objects.exists()


# A refused form


def test_a_refused_form_is_a_page_that_can_be_loaded_again(as_newcomer, answers):
    data = {**answers, "befattning": "kurator", "omrade": ""}
    response = as_newcomer.post("/min-arbetsplats/uppgifter/", data)
    assert (response.status_code, response["Location"]) == (
        302,
        "/min-arbetsplats/uppgifter/?fel=1",
    )
    for _ in range(2):
        page = as_newcomer.get(response["Location"]).content.decode()
        assert 'role="alert"' in page
        assert 'value="kurator"' in page
    fresh = as_newcomer.get("/min-arbetsplats/uppgifter/").content.decode()
    assert 'role="alert"' not in fresh
    assert "kurator" not in fresh


def test_what_was_typed_is_forgotten_once_it_is_saved(as_newcomer, answers):
    as_newcomer.post("/min-arbetsplats/uppgifter/", {**answers, "omrade": ""})
    as_newcomer.post("/min-arbetsplats/uppgifter/", answers)
    page = as_newcomer.get("/min-arbetsplats/uppgifter/?fel=1").content.decode()
    assert 'role="alert"' not in page


def test_a_form_that_was_refused_at_one_address_is_not_shown_at_another(as_newcomer, answers):
    as_newcomer.post("/min-arbetsplats/uppgifter/", {**answers, "omrade": ""})
    page = as_newcomer.get("/min-arbetsplats/saknas/?fel=1").content.decode()
    assert 'role="alert"' not in page


def test_nobody_can_fill_the_session(as_newcomer):
    data = {f"f{n}": ["x" * 400] * 30 for n in range(5)} | {f"g{n}": "x" for n in range(90)}
    as_newcomer.post("/min-arbetsplats/saknas/", data)
    kept = as_newcomer.session["people.kept_form"]["values"]
    assert len(kept) == 60
    assert {len(many) for many in kept.values()} == {1, 20}
    assert max(len(value) for many in kept.values() for value in many) == 300
