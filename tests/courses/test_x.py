from content.readability import lix
from . import starter
from content.models import FamilyPage
def test_a(course):
    for p in starter.lessons():
        print(starter.name_of(p), round(lix(starter.prose(p)),1), course.lesson_by_key[str(p.translation_key)][1].minutes, course.lesson_by_key[str(p.translation_key)][1].word_count)
    f=FamilyPage.objects.get(); print(lix(starter.prose(f)))
    for m in course.modules: print(m.slug, m.minutes_for(is_manager=True), m.minutes_for(is_manager=False), m.quiz.word_count, len(m.lessons))
    print(course.pretest.word_count)
    from django.contrib.auth.models import Group
    assert 0
