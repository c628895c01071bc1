"""What several tests of the door do: ask for a code, read the mail, enter the code."""

from __future__ import annotations

import re


def ask_for_code(client, email, **data):
    return client.post("/logga-in/", {"email": email, **data})


def code_in(mail):
    return re.search(r"^\d{4}-\d{4}$", mail.body, re.MULTILINE)[0]


def log_in(client, mailoutbox, email, **data):
    ask_for_code(client, email, **data)
    return client.post("/logga-in/kod/", {"code": code_in(mailoutbox[-1]), **data})
