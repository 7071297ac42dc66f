"""Templates in mustache, and as pywal and matugen have them: small ones of our own, with all that is read."""

import pytest

from cvpalette.rendering.base16 import base16_slots
from cvpalette.rendering.templates import limits
from cvpalette.rendering.templates.limits import TemplateError
from cvpalette.rendering.templates.model import harmless, make_model
from cvpalette.rendering.templates.syntax import Syntax, find_syntax, render_template, suffix_of_output
from cvpalette.testing import make_result

HOSTILE = "a\"; $(rm -rf ~) `id` '\\\n</script>.png"
RESULT = make_result(["#264653", "#2a9d8f", "#e9c46a"], name="a photo.jpg")
MODEL, LIGHT = make_model(RESULT, "dark"), make_model(RESULT, "light")
ANSI = RESULT.scheme.ansi("dark")
RED = ANSI.colors[1]
SLOTS = base16_slots(RESULT.scheme, "dark")
DARK = RESULT.scheme.dark


@pytest.mark.parametrize(
    ("syntax", "text", "expected"),
    [
        ("pywal", "{color1} {{x}} {", f"{RED} {{x}} {{"),
        ("pywal", "{color1.strip} {color1.rgb}", f"{RED.digits} {RED.red},{RED.green},{RED.blue}"),
        ("pywal", "{background.rgba}", "rgba({},{},{},1.0)".format(*ANSI.background.rgb)),
        ("pywal", "{color1.darken(100%)} {color1.lighten(100).strip}", "#000000 ffffff"),
        ("pywal", "{color1.adjust_alpha(50).alpha} {color1.saturate(0).red_dec}", None),
        ("pywal", "{alpha} {alpha.alpha_dec} {wallpaper}", "100 1.0 a photo.jpg"),
        (
            "mustache",
            "{{base08-hex}} {{ base0F-hex-r }}",
            f"{SLOTS['base08'].digits} {SLOTS['base0F'].hex[1:3]}",
        ),
        ("mustache", "{{base00-rgb16-g}}", f"{SLOTS['base00'].green * 257}"),
        ("mustache", "{{base00-dec-b}}", f"{SLOTS['base00'].blue / 255:.4f}"),
        ("mustache", "{{scheme-slug}} {{scheme-system}}", "a-photo-dark base16"),
        ("mustache", "{{base17-hex-bgr}} {{scheme-system}}", None),
        (
            "mustache",
            "{{#scheme-is-dark-variant}}{{scheme-is-dark-variant}}{{/scheme-is-dark-variant}}",
            "true",
        ),
        ("mustache", "{{^scheme-is-light-variant}}no{{/scheme-is-light-variant}}", "no"),
        ("mustache", "{{=<% %>=}}\n{<%base08-hex%>}", f"{{{SLOTS['base08'].digits}}}"),
        ("mustache", "a\n  {{! nothing }}\nb", "a\nb"),
        ("mustache", "{{#colors}}\n{{index}} {{hex}}\n{{/colors}}\n", "1 #264653\n2 #2a9d8f\n3 #e9c46a\n"),
        ("mustache", "{{roles.primary.hex}} {{{name}}} {{&slug}}", f"{DARK.primary.hex} a photo a-photo"),
        ("matugen", "{{ colors.primary.default.hex }}", DARK.primary.hex),
        ("matugen", "{{colors.primary .light.hex_stripped}}", RESULT.scheme.light.primary.color.digits),
        ("matugen", "{{colors.primary.dark.rgb}}", "rgb({}, {}, {})".format(*DARK.primary.color.rgb)),
        ("matugen", "{{colors.red.default.rgba | set_alpha: 0.5}}", "rgba({}, {}, {}, 0.5)".format(*RED.rgb)),
        ("matugen", "{{base16.base0F.dark.red}}", str(SLOTS["base0F"].red)),
        ("matugen", "{{ mode }} {{image}}", "dark a photo.jpg"),
        ("matugen", "<* if {{ is_dark_mode }} *>a<* else *>b<* endif *>", "a"),
        ("matugen", "<* for i, x in 0..3 *>{{i}}<* if {{loop.last}} *>.<* endif *><* endfor *>", "012."),
        ("matugen", '{{ "a_b" | replace: "_", "-" | to_upper }}', "A-B"),
        ("matugen", '{{ "surface_dim" | camel_case }} {{ "a b" | pascal_case }}', "surfaceDim AB"),
        ("matugen", '{{ "#ff0000" | invert }} {{ "#ff0000" | grayscale }}', "#00ffff #555555"),
        (
            "matugen",
            '{{ "#336699" | lighten: -100 }} {{ "#336699" | set_lightness: 100.0 }}',
            "#000000 #ffffff",
        ),
        ("matugen", '{{ "#000000" | auto_lightness: 100 }}', "#ffffff"),
        ("matugen", '{{ "#336699" | saturate: -100, hsl }} {{ "#000" | set_red: 255 }}', "#666666 #ff0000"),
        ("matugen", '{{ "#336699" | set_hue: 0.0 }}', "#993333"),
        ("matugen", "{{ 1 + 2 }} \\{{ x \\}}", "3 {{ x }}"),
    ],
)
def test_it_is_filled_in(syntax: Syntax, text: str, expected: str | None) -> None:
    """As the other programs do."""
    made = render_template(text, syntax, MODEL)
    if expected is None:
        assert made
        assert "{" not in made
    else:
        assert made == expected


def test_a_loop_goes_through_the_names_of_material() -> None:
    """In matugen's way, with the modes of each."""
    text = '<* for name, value in colors *>{{name | replace: "_", "-"}}: {{value.default.hex}}\n<* endfor *>'
    lines = render_template(text, "matugen", MODEL).splitlines()
    assert f"on-primary: {DARK.on_primary.hex}" in lines
    assert len(lines) > 50


def test_a_role_tells_the_color_that_it_was_made_of() -> None:
    """Or there is none, so that a section of it is left out."""
    found = RESULT.scheme.palette[DARK.primary.found or 0].color
    assert render_template("{{roles.primary.found}} {{roles.primary.found.red}}", "mustache", MODEL) == (
        f"{found.hex} {found.red}"
    )
    text = "{{#roles.text.found}}a{{/roles.text.found}}{{^roles.text.found}}none{{/roles.text.found}}"
    assert render_template(text + "{{roles.text.found}}", "mustache", MODEL) == "none"


def test_the_mode_is_chosen() -> None:
    """For names that do not say it."""
    assert render_template("{background}", "pywal", LIGHT) == RESULT.scheme.ansi("light").background.hex
    assert render_template("{{scheme-variant}}", "mustache", LIGHT) == "light"
    light = RESULT.scheme.light.background.hex
    assert render_template("{{colors.background.default.hex}}", "matugen", LIGHT) == light


@pytest.mark.parametrize(
    ("syntax", "text", "line", "said"),
    [
        ("pywal", "\n{colour1}", 2, "'colour1' is not defined; did you mean 'color1'?"),
        ("pywal", "{color1.stripp}", 1, "did you mean 'strip'?"),
        ("pywal", "{color1.dark(2)}", 1, "'dark' in 'color1.dark(2)' is not defined; did you mean 'darken'?"),
        ("pywal", "{color1.darken(x)}", 1, "takes a number"),
        ("pywal", "\n\n{a b}", 3, "is no color; write two braces"),
        ("pywal", "{wallpaper.strip}", 1, "is not defined"),
        ("mustache", "\n{{base08-hx}}", 2, "'base08-hx' is not defined; did you mean 'base08-hex'?"),
        ("mustache", "{{roles.primry.hex}}", 1, "did you mean 'primary'?"),
        ("mustache", "{{> other}}", 1, "another file"),
        ("mustache", "\n{{#colors}}", 2, "never closed"),
        ("mustache", "{{#colors}}{{/color}}", 1, "not the one that is open"),
        ("mustache", "\n{{name", 2, "never closed"),
        ("mustache", "{{=<%=}}", 1, "sets no delimiters"),
        ("mustache", "{{#colors}}" * 40, 1, "deep"),
        ("matugen", "\n{{colors.primry.default.hex}}", 2, "'primry' in 'colors.primry.default.hex' is not"),
        ("matugen", "{{colors.primary.default.hx}}", 1, "did you mean 'hex'?"),
        ("matugen", "{{colors.primary}}", 1, "is a group"),
        ("matugen", "{{colors.red.default.hex | lightn: 1}}", 1, "did you mean 'lighten'?"),
        ("matugen", "{{colors.red.default.hex | lighten: x}}", 1, "takes a number"),
        ("matugen", '{{ "x" | lighten: 1 }}', 1, "takes a color, not 'x'"),
        ("matugen", '{{ "#000" | lighten: "nan" }}', 1, "takes a number"),
        ("matugen", "{{ 1 / 0 }}", 1, "is no expression"),
        ("matugen", "{{ ? }}", 1, "is no expression"),
        ("matugen", '<* include "x" *>', 1, "another file"),
        ("matugen", "\n<* for x in colors *>", 2, "never ended"),
        ("matugen", "<* endfor *>", 1, "belongs to no block"),
        ("matugen", "<* for x in mode *><* endfor *>", 1, "no parts"),
        ("matugen", "<* for x *><* endfor *>", 1, "is no loop"),
        ("matugen", "<* what *>", 1, "is no block"),
        ("matugen", "\n{{ mode", 2, "never closed"),
        ("matugen", "<* if {{mode}} *>" * 40, 1, "deep"),
        ("mustache", "\n{{colors.0000009.hex}}", 2, "no entry '0000009'"),
        ("mustache", "\n{{colors.%s.hex}}" % ("9" * 5000), 2, "the entries are 0 to 2"),
        ("mustache", "\n{{ansi.colors.20}}", 2, "no entry '20' in 'ansi.colors.20'; the entries are 0 to 15"),
        ("mustache", "{{ramps.primary.550}}", 1, "did you mean '500' or '600'?"),
        ("mustache", "\n{{primary.hex}}", 2, "'primary' is not defined; did you mean 'roles.primary'?"),
        ("mustache", "{{on-primary}}", 1, "'on-primary' is not defined; did you mean 'roles.on_primary'?"),
        ("mustache", "\n{{roles}}", 2, "'roles' is a group; name one of it, such as roles.background"),
        ("mustache", "{{light}}", 1, "'light' is a group; name one of it, such as light.roles"),
        ("mustache", "{{colors}}", 1, "'colors' is a list of colors"),
        ("matugen", "\n{{ colors.primary | to_upper }}", 2, "'colors.primary' is a group"),
        ("matugen", '{{ "a" | replace: colors.primary, "b" }}', 1, "'colors.primary' is a group"),
        ("matugen", "{{ primary.default.hex }}", 1, "did you mean 'colors.primary'?"),
        ("matugen", "{{ colors.primary.default | rgb }}", 1, "write .rgb, as in colors.primary.default.rgb"),
        ("matugen", '{{ "nan" + 1 }}', 1, "is no expression"),
        ("matugen", '{{ "1e999" * 1 }}', 1, "is no expression"),
        ("matugen", '{{ "' + "a" * 3000 + '" | replace: "a", "' + "b" * 3000 + '" }}', 0, "characters"),
    ],
)
def test_an_error_names_its_line(syntax: Syntax, text: str, line: int, said: str) -> None:
    """And what would work."""
    with pytest.raises(TemplateError) as caught:
        render_template(text, syntax, MODEL)
    assert said in str(caught.value)
    assert caught.value.line == line


LONG = "a" * 20_000


@pytest.mark.parametrize(
    ("syntax", "text"),
    [
        ("matugen", "<* for i in 0..999999 *>x<* endfor *>"),
        ("matugen", "<* for a in 0..9999 *><* for b in 0..9999 *><* endfor *><* endfor *>"),
        ("matugen", "<* for a in 0..999 *>" + '{{ "" }}' * 999 + "<* endfor *>"),
        ("matugen", "<* for a in 0..999 *>" + "<* if {{ false }} *>x<* endif *>" * 999 + "<* endfor *>"),
        ("matugen", '<* for a in 0..999 *>{{ "' + LONG + '" | replace: "a", "" }}<* endfor *>'),
        ("matugen", '<* for a in 0..999 *>{{ "#000" | blend: "#fff", 0.5 }}<* endfor *>'),
        ("mustache", "{{#colors}}" * 15 + "{{/colors}}" * 15),
        ("mustache", "{{#colors}}" * 9 + "{{name}}" * 999 + "{{/colors}}" * 9),
        ("mustache", "{{#colors}}" * 9 + "{{^is_dark}}x{{/is_dark}}" * 999 + "{{/colors}}" * 9),
    ],
)
def test_what_takes_too_long_is_refused(syntax: Syntax, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each round, each part of it and each long text counts, also if nothing is written."""
    monkeypatch.setattr(limits, "MOST_STEPS", 2000)
    with pytest.raises(TemplateError, match="it takes more than 2,000 steps"):
        render_template(text, syntax, MODEL)


@pytest.mark.parametrize(
    "text", ["{{" * 50_000, "{" * 100_000, "<*" * 50_000, "{{#a}}" * 9000, "\\{{" * 50_000]
)
def test_a_text_of_braces_is_read_at_once(text: str) -> None:
    """It takes no more time than its length."""
    for syntax in ("pywal", "mustache", "matugen"):
        try:
            made = render_template(text, syntax, MODEL)
        except TemplateError as error:
            made = str(error)
        assert made


def test_the_name_of_a_file_breaks_nothing() -> None:
    """A template may put it into a script."""
    model = make_model(make_result(["#264653"], name=HOSTILE, names=[HOSTILE]), "dark")
    made = [
        render_template("{wallpaper}", "pywal", model),
        render_template("{{image}}", "matugen", model),
        render_template("{{{scheme-name}}}{{scheme-slug}}", "mustache", model),
        render_template("{{{name}}}{{source}}{{&slug}}{{#name}}{{{.}}}{{/name}}", "mustache", model),
        render_template("{{#colors}}{{{name}}}{{/colors}}{{{colors.0.name}}}", "mustache", model),
    ]
    assert not set("".join(made)) & set("\"'`$\\\n<>;()~")
    assert harmless("/home/ö/a b-c.png") == "/home/ö/a b-c.png"


@pytest.mark.parametrize(
    ("name", "text", "syntax"),
    [
        ("a.css.j2", "{color1}", "jinja"),
        ("a.mustache", "{% x %}", "mustache"),
        ("a.css", "{{ colors.primary.default.hex }}", "matugen"),
        ("a.css", "<* for a in colors *>", "matugen"),
        ("a.css", "#{{base00-hex}}", "mustache"),
        ("a.css", "a {{ color: {color1} }}", "pywal"),
        ("a.css", "{{ roles.text }}", "jinja"),
        ("a.css", "{% for c in colors %}", "jinja"),
        ("a.css", "a { color: red }", "mustache"),
    ],
)
def test_the_syntax_is_known(name: str, text: str, syntax: Syntax) -> None:
    """By the suffix, or by what is in it."""
    assert find_syntax(name, text) == syntax


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("colors.css.j2", ".css"),
        ("colors.css", ".css"),
        ("theme.kdl.tera", ".kdl"),
        ("ghostty", ".ghostty"),
        (".bashrc", ".bashrc"),
        ("a.b c", ".txt"),
    ],
)
def test_what_is_made_has_the_suffix_that_the_name_says(name: str, suffix: str) -> None:
    """Without the part that says that it is a template."""
    assert suffix_of_output(name) == suffix
