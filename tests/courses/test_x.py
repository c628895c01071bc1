def test_a(site):
    assert len(site.modules) == 4
def test_b(site):
    assert len(site.modules) == 4
