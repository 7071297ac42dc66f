"""Templates in Jinja: what they can name, and that they cannot take more than they may; needs the extra."""

from dataclasses import replace

import pytest

pytest.importorskip("jinja2", reason="needs cvpalette[templates]")

from cvpalette.rendering.templates import limits
from cvpalette.rendering.templates.jinja import FILTER_NAMES, render_jinja
from cvpalette.rendering.templates.limits import TemplateError
from cvpalette.rendering.templates.model import make_model
from cvpalette.testing import make_result

MODEL = make_model(
    make_result(["#264653", "#2a9d8f", "#e9c46a"], names=["navy", "", ""]),
    "dark",
)
ROLES = MODEL.result.scheme.dark


def test_colors_are_written_in_every_notation() -> None:
    """A color alone is its hex."""
    assert render_jinja("{{ colors[0] }} {{ colors[0].rgb }} {{ colors.0.hsl }}", MODEL) == (
        "#264653 rgb(38 70 83) hsl(197.33deg 37.19% 23.73%)"
    )


def test_all_parts_of_the_model_can_be_named() -> None:
    """In the chosen mode, and in each mode by its name."""
    text = "{{ roles.on_primary }} {{ light.roles.text.hex }} {{ ansi.red }} {{ ramps.primary[500] }}"
    light, ramp = MODEL.result.scheme.light, MODEL.values["ramps"]["primary"]["500"]
    expected = f"{ROLES.on_primary.hex} {light.text.hex} {MODEL.result.scheme.ansi('dark').colors[1]} {ramp}"
    assert render_jinja(text, MODEL) == expected


def test_loops_and_macros_work() -> None:
    """With what Jinja knows about a loop."""
    text = (
        "{% macro rule(c) %}--{{ c.id }}: {{ c }}{% endmacro %}"
        "{% for c in colors %}{{ rule(c) }}{{ ';' if not loop.last }}{% endfor %}"
    )
    assert render_jinja(text, MODEL) == "--color-navy: #264653;--color-2: #2a9d8f;--color-3: #e9c46a"
    assert render_jinja("{% for n, c in roles.items() if n == 'text' %}{{ n }}{% endfor %}", MODEL) == "text"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ '#000000' | mix('#ffffff', 1) }}", "#ffffff"),
        ("{{ '#264653' | alpha(0.5) }}", "rgb(38 70 83 / 0.5)"),
        ("{{ '#000' | contrast('#fff') }}", "21.0"),
        ("{{ '#fff' | darken(1) }}", "#000000"),
        ("{{ 'a<b' | e }}", "a&lt;b"),
        ("{{ 'a' | replace('a', 'b') ~ 1 }}", "b1"),
        ("{{ [1, 2] | join('-') }}", "1-2"),
        ("{{ '</script>' | tojson }}", '"\\u003c/script\\u003e"'),
        ("{{ 2.345 | round(1) }}", "2.3"),
        ("{{ nothing | default(3) }}", "3"),
        ("{% set n = namespace(x=1) %}{% set n.x = n.x + 2 %}{{ n.x }}", "3"),
        ("{{ roles.primary == roles.primary.hex }} {{ roles.primary in [roles.primary.hex] }}", "True True"),
        ("{{ [roles.text, roles.text.hex, roles.text] | unique | list | length }}", "1"),
        ("{{ roles.text.found is none }}{{ roles.text.found }}", "True"),
        ("{{ roles.primary.found.hex in colors }}", "True"),
        ("{{ colors | join(' ') }}", "#264653 #2a9d8f #e9c46a"),
        ("{{ {'a': colors[0], 'b': [1, none, true]} | tojson }}", '{"a": "#264653", "b": [1, null, true]}'),
        ("{{ (ansi | tojson)[:12] }}", '{"colors": ['),
        ("{{ ['a', 1, [none]] }}", "['a', 1, [None]]"),
        ("{{ colors[0] | upper }}", "#264653"),
        ("{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}a{% endcall %}", "<a>"),
        ("{{ ('a' if false) | upper }}{{ 'b' ~ ('a' if false) }}", "b"),
        (
            "{% set x = 'ab' %}{{ 'b' in x }}{{ x is defined }}{{ y is defined }}{{ 1 < 2 < 3 }}",
            "TrueTrueFalseTrue",
        ),
        ("{{ '#264653' | alpha('0.5') }}", "rgb(38 70 83 / 0.5)"),
        ("{{ roles.text.red-colors[0].red }}", f"{ROLES.text.color.red - 38}"),
        ("{{ 'a-b'.upper() }}{{ 'abc'[1:] }}{{ range(3) | list }}", "A-Bbc[0, 1, 2]"),
    ],
)
def test_filters_and_values(text: str, expected: str) -> None:
    """Those for colors are ours."""
    assert render_jinja(text, MODEL) == expected


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\n{{ rolse.text }}", 2, "'rolse' is not defined; did you mean 'roles'?"),
        ("{{ roles.primray }}", 1, "'primray' is not defined; did you mean 'primary'?"),
        ("\n\n{{ roles.text.hx }}", 3, "'hx' is not defined; did you mean 'hex'?"),
        ("{{ 'a' | uper }}", 1, "'uper' in '|uper' is not defined; did you mean 'upper'?"),
        ("{% if %}", 1, "Expected an expression"),
        ("\n{% include 'secret' %}", 2, "another file"),
        ("{% extends 'secret' %}", 1, "another file"),
        ("{% from 'secret' import x %}", 1, "another file"),
        ("\n{{ colors }}", 2, "'colors' is a list of colors; name one of it, such as colors[0],"),
        ("\n{{ light }}", 2, "'light' is a group; name one of it, such as light.roles"),
        ("{{ ramps.primary }}", 1, "'ramps.primary' is a group; name one of it, such as ramps.primary.50"),
        ("{{ ramps['primary'] }}", 1, "'ramps.primary' is a group"),
        ("\n{{ 'a' ~ roles }}", 2, "'roles' is a group; name one of it, such as roles.background"),
        ("{% set x = roles %}\n{{ [x] | join }}", 2, "it is a group"),
        ("\n{{ roles | upper }}", 2, "it is a group"),
        ("{{ nothing | upper }}", 1, "'nothing' is not defined"),
        ("{{ [nothing] | join }}", 1, "'nothing' is not defined"),
        ("{{ nothing | tojson }}", 1, "'nothing' is not defined"),
        ("{{ colors[0] | mix(nothing) }}", 1, "'nothing' is not defined"),
        ("{{ roles | string }}", 1, "it is a group"),
        ("{{ roles | e }}", 1, "it is a group"),
        ("{{ [1, roles] }}", 1, "cannot be written"),
        ("{{ range(3) }}", 1, "it is a range of numbers, which cannot be written"),
        ("{{ roles.values() }}", 1, "|list makes it"),
        ("{{ namespace() }}", 1, "cannot be written"),
        ("{{ [namespace()] | tojson }}", 1, "cannot be written"),
        ("\n{{ (-8) ** 0.5 }}", 2, "a negative number has no such root"),
        ("{{ 'nan' | float }}", 1, "cannot be written"),
        ("{{ 'inf' | float | tojson }}", 1, "cannot be written"),
        ("\n{{ '\\ud800' }}", 2, "'\\ud800' is half a character"),
        ("{% for c in roles.text %}{% endfor %}", 1, "there is nothing to go through in a color"),
        ("\n{{ {'a': 1} | dictsort(by='foo') }}", 2, "by"),
        ("\n{% set roles.x = 1 %}", 2, "'roles' cannot be changed; {% set %} a name of your own"),
        ("{% set a = 1 %}{% set a.x = 1 %}", 1, "cannot assign attribute"),
        ("{{ colors.0.hex | lighten('nan') }}", 1, "lighten is -1 to 1, such as lighten(0.1), not 'nan'"),
        ("{{ colors[0] | lighten(10) }}", 1, "lighten is -1 to 1, such as lighten(0.1), not 10"),
        ("{{ colors[0] | darken('a') }}", 1, "darken is -1 to 1, such as darken(0.1), not 'a'"),
        ("{{ colors[0] | lighten }}", 1, "the filter |lighten takes something else; write |lighten(0.1)"),
        ("{{ 'zzz' | mix('#fff') }}", 1, "'zzz' is no color"),
        ("{{ '#12345' | mix('#fff') }}", 1, "#12345"),
        ("{{ nothing | length }}", 1, "'nothing' is not defined"),
        ("{{ colors[0] | alpha(50) }}", 1, "alpha is 0 to 1, such as alpha(0.5), not 50"),
        ("{{ colors[0] | mix('#fff', 50) }}", 1, "mix is 0 to 1"),
        ("{{ colors[0] | truncate(1, 2, 3, 4, 5) }}", 1, "takes other arguments: length, killwords"),
        ("{{ colors[0] | length }}", 1, "the filter |length takes no such value: this is a color"),
        ("\n{{ roles.on-primary }}", 2, "the hyphen in 'on-primary' is a minus; write on_primary"),
        ("{{ ansi.bright-red.hex }}", 1, "the hyphen in 'bright-red' is a minus; write bright_red"),
        ("{{ ramps.primary[550] }}", 1, "'550' is not defined; did you mean '500' or '600'?"),
        ("{{ ansi.colors[20] }}", 1, "there is no entry '20'; the entries are 0 to 15"),
        ("{{ roles.primary | rgb }}", 1, "'|rgb' is no filter; write .rgb, as in roles.primary.rgb"),
        ("{{ primary.hex }}", 1, "'primary' is not defined; did you mean 'roles.primary'?"),
        ("{{ on_surface }}", 1, "did you mean 'material.on_surface'?"),
        pytest.param("\n{{ " + "9" * 5000 + " }}", 2, "a number has too many digits", id="digits"),
    ],
)
def test_an_error_names_its_line(text: str, line: int, said: str) -> None:
    """With a guess of what was meant."""
    with pytest.raises(TemplateError) as caught:
        render_jinja(text, MODEL)
    assert said in str(caught.value)
    assert caught.value.line == line


DOUBLING = "{% set n = namespace(x='aaaaaaaa', y=[1]) %}{% for i in range(99) %}"


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ roles.__class__ }}",
        "{{ roles.text._color }}",
        "{{ roles.text.color }}",
        "{{ colors.append(1) }}",
        "{{ roles.items.__func__ }}",
        "{{ roles.clear() }}",
        "{{ self._TemplateReference__context }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ 'x'.center(1000000000) }}",
        "{{ 'x' * 10000000000 }}",
        "{{ [1] * 10000000000 }}",
        "{{ (9 ** 64) ** 64 }}",
        "{{ 2 ** 99999 }}",
        "{{ lipsum(100000) }}",
        "{{ range(1000000000) }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for a in colors %}" * 18 + "{% endfor %}" * 18,
        "{% for x in [1, 1] recursive %}{{ loop([1, 1]) }}{% endfor %}",
        "{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}",
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(40) }}",
        "{% macro f() %}{{ f(varargs, varargs) }}{% endmacro %}{{ f(1) }}",
        "{% block a %}{{ self.a() }}{% endblock %}",
        DOUBLING + "{% set n.x = n.x ~ n.x %}{% endfor %}",
        DOUBLING + "{% set n.x = n.x + n.x %}{% endfor %}",
        DOUBLING + "{% set n.x = [n.x, n.x] | join %}{% endfor %}",
        DOUBLING + "{% set n.x = n.x | replace('a', n.x) %}{% endfor %}",
        DOUBLING + "{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}{% endfor %}",
        DOUBLING + "{% set n.y = [n.y, n.y] %}{% endfor %}",
        DOUBLING + "{% set n.y = {1: n.y, 2: n.y} %}{% endfor %}",
        "{{ " + "(" * 9999 + "1" + ")" * 9999 + " }}",
        "{{ nothing }}",
        "{{ 1 / 0 }}",
        "{% for a in colors %}" * 25 + "{% endfor %}" * 25,
        "{% set n = namespace(a='x' * 60000) %}{{ [n] * 5000 }}",
        "{% set d = {'a': 'x' * 60000} %}{{ [d.values()] * 5000 }}",
        "{% set d = {'a': 'x' * 60000} %}{{ [d.values()] * 5000 | tojson }}",
        "{{ [light] * 5000 | tojson }}",
        *(
            "{% set x = 'a' * 50000 %}{% for i in range(900) %}" + body + "{% endfor %}"
            for body in (
                "{{ x | upper | lower | length }}",
                "{{ x | title | length }}",
                "{% if x == y %}{% endif %}",
                "{% if 'b' in x %}{% endif %}",
                "{% if x is upper %}{% endif %}",
                "{% set z = x[:-1] %}",
                "{% set z = x.upper() %}",
                "{% set z = x ~ 1 %}",
                "{% set z = [x, 1] %}",
                "{% set z = x * 1 %}",
                "{% set z = x + 'b' %}",
                "{% set z %}{{ x }}{% endset %}",
                "{% set z = [1] * 900 | sort %}",
                "{% set z = colors[0] | mix('#fff') %}",
            )
        ),
        "{% for i in range(900) %}" + "{% if false %}{% endif %}" * 900 + "{% endfor %}",
        "{% macro f() %}" + "{{ '' }}" * 900 + "{% endmacro %}{% for i in range(900) %}{{ f() }}{% endfor %}",
    ],
)
def test_a_hostile_template_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once: it reaches no object of Python's, makes nothing too large, and works on nothing too long."""
    monkeypatch.setattr(limits, "MOST_STEPS", 2000)
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 1 << 16)
    with pytest.raises(TemplateError):
        render_jinja(text, MODEL)


def test_the_source_is_on_one_line() -> None:
    """A path may have line breaks, which would end a comment."""
    model = make_model(replace(MODEL.result, path="a\nb\u2028c.png"), "dark")
    assert render_jinja("{{ source }}", model) == "a\\nb\\u2028c.png"


def test_a_template_of_too_many_words_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jinja takes time for each of them before anything runs."""
    monkeypatch.setattr("cvpalette.rendering.templates.jinja_tree._MOST_WORDS", 100)
    assert render_jinja("{{ 1 }}" * 20, MODEL) == "1" * 20
    for text in ("\n" + "{{ 1 }}" * 99, "\n{{ [" + "1," * 99 + "] }}"):
        with pytest.raises(TemplateError, match="it has more than 100 words and signs in its") as caught:
            render_jinja(text, MODEL)
        assert caught.value.line == 2


def test_every_filter_is_one() -> None:
    """Each that is named in an error can be used."""
    assert "__counted" not in FILTER_NAMES
    for name in FILTER_NAMES:
        render_jinja("{% if false %}{{ 1 | " + name + " }}{% endif %}", MODEL)
