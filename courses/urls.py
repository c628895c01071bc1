from __future__ import annotations

from django.urls import path

from .views import home, lessons, own, questions, quizzes

_TEST = "utbildning/<slug:module>/kunskapstest/"
_ATTEMPT = "<int:attempt>/"
_QUESTION = "<int:attempt>/<int:position>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("intyg/", own.certificate, name="certificate"),
    path("mina-uppgifter/", own.my_data_page, name="my-data"),
    path("utbildning/", home.course, name="course"),
    path("utbildning/fortest/", quizzes.start, name="pretest-start"),
    path(f"utbildning/fortest/{_ATTEMPT}", quizzes.result, name="pretest-result"),
    path(f"utbildning/fortest/{_QUESTION}", questions.question, name="pretest-question"),
    path("utbildning/<slug:module>/", home.module, name="module"),
    path(_TEST, quizzes.start, name="test-start"),
    path(f"{_TEST}{_ATTEMPT}", quizzes.result, name="test-result"),
    path(
        f"utbildning/<slug:module>/kunskapstest/{_QUESTION}",
        questions.question,
        name="test-question",
    ),
    path("utbildning/<slug:module>/sa-var-det-forut/", home.former, name="former"),
    path("utbildning/<slug:module>/<slug:lesson>/", lessons.lesson, name="lesson"),
]
