from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/cms/login/", "/logga-in/?next=%2Fcms%2F"),
        ("/cms/login/?next=/cms/pages/", "/logga-in/?next=%2Fcms%2Fpages%2F"),
        ("/cms/login/?next=https://ond.example/", "/logga-in/?next=%2Fcms%2F"),
        ("/cms/password_reset/", "/logga-in/?next=%2Fcms%2F"),
        ("/_util/login/?next=/utbildning/", "/logga-in/?next=%2Futbildning%2F"),
        ("/_util/login/", "/logga-in/"),
    ],
)
def test_there_is_one_door(client, db, path, target):
    assert client.get(path)["Location"] == target
    assert client.post(path, {"username": "x", "password": "y"})["Location"] == target


def test_no_other_page_of_allauth_is_mounted():
    from django.urls import NoReverseMatch, reverse

    for name in ["signup", "email", "change_password", "set_password", "reset_password"]:
        with pytest.raises(NoReverseMatch):
            reverse(f"account_{name}")
    for name in [
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    ]:
        with pytest.raises(NoReverseMatch):
            reverse(name)
