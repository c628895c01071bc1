from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.sanitise import SCHEMES, TAGS, markdown_to_html, sanitise


class Seen(HTMLParser):
    """Every tag and attribute that a browser would find."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.comments = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_comment(self, data):
        self.comments.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def seen(html):
    parser = Seen()
    parser.feed(html)
    parser.close()
    return parser


def assert_safe(html):
    found = seen(html)
    assert set(found.tags) <= TAGS
    assert found.comments == []
    for tag, name, value in found.attributes:
        assert (tag, name) == ("a", "href")
        address = "".join((value or "").split()).lower()
        scheme = address.split(":")[0] if ":" in address.split("/")[0] else ""
        assert scheme in SCHEMES or (address[0] in "/#" and address[:2] not in ("//", "/\\"))


@pytest.mark.parametrize(
    "html",
    [
        "<p>Ett <strong>starkt</strong> och <em>lutat</em> ord</p>",
        "<p>Ett <b>fett</b> och <i>kursivt</i> ord</p>",
        "<h2>Rubrik</h2><h3>Underrubrik</h3>",
        "<ul><li>ett</li><li>två</li></ul>",
        "<ol><li>först</li></ol>",
        "<p>rad<br>rad</p>",
        '<p><a href="/utbildning/sip/">SIP</a></p>',
        '<p><a href="#kallor">källor</a></p>',
        '<p><a href="https://www.vardsamverkan.se/a?b=c">källa</a></p>',
        '<p><a href="mailto:vastbus@example.org">skriv</a></p>',
        '<p><a href="tel:+4631123456">ring</a></p>',
        "<p>3 &lt; 4 &amp; 5 &gt; 4</p>",
    ],
)
def test_what_an_editor_can_make_survives_as_it_is(html):
    assert sanitise(html) == html


def test_text_without_tags_is_kept_and_escaped():
    assert sanitise("Åsa & Örjan < 3") == "Åsa &amp; Örjan &lt; 3"


def test_what_is_left_open_is_closed():
    assert sanitise("<p><b>öppet") == "<p><b>öppet</b></p>"


HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<script >alert(1)</script >",
    "<script>alert(1)",
    "<script/x>alert(1)</script/y>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    "İİİİİİİİİİİİİİİİ<script>alert(1)",
    "<p onclick='alert(1)'>hej</p>",
    "<p OnMouseOver=alert(1)>hej</p>",
    "<b/onfocus=alert(1)/autofocus tabindex=1>hej</b>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<body onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java\x00script:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61vascript:alert(1)'>x</a>",
    "<a href='java&#x0A;script:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='java&Tab;script:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='VB\nscript:msgbox(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href=' DATA:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='view-source:javascript:alert(1)'>x</a>",
    "<a href='//x.example'>x</a>",
    "<a href='/&#47;x.example'>x</a>",
    "<a href='/&Tab;/x.example'>x</a>",
    "<a href='/\n/x.example'>x</a>",
    "<a href='/\\x.example'>x</a>",
    "<a href='/&bsol;x.example'>x</a>",
    "<a href='\\\\x.example'>x</a>",
    "<a href='\\/x.example'>x</a>",
    "<a href='http://['>x</a>",
    "<a href='/x/' href='javascript:alert(1)'>x</a>",
    "<a href='/x/' style='position:fixed;inset:0'>x</a>",
    "<a href='/x/' target=_blank ping='//x.example'>x</a>",
    "<p href='/x/' class=demo id=fel>hej</p>",
    "<svg onload=alert(1)></svg>",
    "<svg/onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data='x.swf'><embed src='x.swf'></object>",
    "<template><script>alert(1)</script></template>",
    "<style>body{background:url(//x.example)}</style>",
    "<style>@import '//x.example/x.css'",
    "<p style='background:url(javascript:alert(1))'>hej</p>",
    "<link rel=stylesheet href='//x.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=//x.example'>",
    "<base href='//x.example/'>",
    "<form action='//x.example'><input name=personnummer><button>OK</button></form>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>",
    "<!-- <script>alert(1)</script> -->",
    "<!--><script>alert(1)</script>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<!DOCTYPE html><script>alert(1)</script>",
    "<b><p><i></b><script>alert(1)</i></p>",
    "<table><tr><td><b onclick=alert(1)>x</td></tr></table>",
    "<p title='\"><script>alert(1)</script>'>hej</p>",
    "<p\x0bonclick=alert(1)>hej</p>",
    "<a\x00href='javascript:alert(1)'>x</a>",
    "</p><script>alert(1)</script><p>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
]


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_is_made_harmless(html):
    assert_safe(sanitise(html))


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_is_harmless_in_markdown_too(html):
    assert_safe(markdown_to_html(f"Före\n\n{html}\n\n- punkt {html}"))


@pytest.mark.parametrize(
    "tag", ["script", "style", "template", "noscript", "iframe", "object", "svg", "math"]
)
@pytest.mark.parametrize("end", ["</{}>", "</{} >", ""])
def test_code_and_hidden_text_go_with_their_tag(tag, end):
    html = f"<p>kvar</p><{tag}>borta{end.format(tag)}"
    assert sanitise(html) == "<p>kvar</p>"


def test_text_around_a_hidden_element_is_kept():
    assert sanitise("<p>före</p><script>x</script><p>efter</p>") == "<p>före</p><p>efter</p>"


def test_a_script_in_a_comment_does_not_swallow_the_text_after_it():
    assert sanitise("<!-- <script> --><p>kvar</p>") == "<p>kvar</p>"


def test_an_unknown_tag_goes_but_its_text_stays():
    assert sanitise("<div>hej <u>du</u></div>") == "hej du"


def test_a_refused_link_keeps_its_text():
    assert sanitise('<a href="javascript:alert(1)">källan</a>') == "<a>källan</a>"


def test_markdown_becomes_what_the_editor_can_make():
    html = markdown_to_html("## Rubrik\n\nEtt **fett** ord.\n\n- ett\n- två\n\n1. först")
    assert html.split("\n") == [
        "<h2>Rubrik</h2>",
        "<p>Ett <strong>fett</strong> ord.</p>",
        "<ul>",
        "<li>ett</li>",
        "<li>två</li>",
        "</ul>",
        "<ol>",
        "<li>först</li>",
        "</ol>",
    ]


def test_raw_html_in_markdown_is_sanitised_with_the_rest():
    html = markdown_to_html("Hej <b onclick='x'>du</b>\n\n<div><script>x</script>kvar</div>")
    assert "<b>du</b>" in html
    assert "kvar" in html
    assert_safe(html)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//x.example", "data:text/html,x"])
def test_markdown_links_are_held_to_the_same_rule(address):
    assert "href" not in markdown_to_html(f"[länk]({address})")


pieces = st.sampled_from([*HOSTILE, "<", ">", "</", "/>", "<!--", "-->", "'", '"', "&lt;", "&#0;"])
tags = st.sampled_from(["p", "a", "script", "svg", "style", "b", "table", "math", "noscript"])
broken = st.builds(
    "<{}{} {}={}{}{}>".format,
    st.sampled_from(["", "/", " ", "!"]),
    tags,
    st.sampled_from(["href", "onclick", "style", "xlink:href", "HREF"]),
    st.sampled_from(["'", '"', "", "`"]),
    st.text(max_size=12),
    st.sampled_from(["'", '"', "", "`"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces | broken | st.text(max_size=15), max_size=8).map("".join))
def test_whatever_goes_in_only_the_allow_list_comes_out(html):
    assert_safe(sanitise(html))
