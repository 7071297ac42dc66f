"""Lists the places that make an error which no command of the table provokes, each with the reason.

Some of them make messages of the command all the same. Those are in the table too, by hand: see TOLD.
"""

from dataclasses import dataclass
from typing import Final

__all__ = ["TOLD", "UNPROVOKED", "Told"]

_LIBRARY = "only a program that uses the library gives such a value"
_OTHER = "the command says the same in words of its own, or passes the reason on"
_CLUSTER = "it needs a cluster; tests/batch/test_on_cluster.py has one"
_STORE = "it needs a store; tests/extras has one"
_DEATH = "a process must die, or memory be short; tests/batch kills some"
_SYSTEM = "the system must be so; tests/command/test_bad_output.py and others arrange it"
_INSTALLED = "it depends on what is installed; tests/test_missing_libraries.py and tests/extras see to that"
_FILM = "it needs a file of a rare kind; tests/decoding has some"
_SERVER = "the server for agents tells it; tests of that server provoke it"
_INNER = "it is caught where it is raised, or its words stand in a list of what was left out"

#: By file and function: why no command of the table makes the errors there that none has made.
UNPROVOKED: Final[dict[str, str]] = {
    "color/libraries.py:_load": _LIBRARY,
    "color/libraries.py:make_frame": _LIBRARY,
    "mcp_server.py:Tools.__init__": _SERVER,
    "mcp_server.py:Tools._below": _SERVER,
    "mcp_server.py:Tools._read": _SERVER,
    "mcp_server.py:Tools._write": _SERVER,
    "mcp_server.py:Tools.convert": _SERVER,
    "mcp_server.py:make_server": _SERVER,
    "color/css_values.py:_evaluate": _INNER,
    "batch/cluster.py:Cluster._fetch": _CLUSTER,
    "batch/cluster.py:Cluster.connect": _CLUSTER,
    "batch/cluster.py:Cluster.submit": _CLUSTER,
    "batch/cluster.py:_load": _CLUSTER,
    "batch/cluster.py:_require_version": _CLUSTER,
    "batch/many.py:_give_up": _DEATH,
    "batch/many.py:is_one_source": _LIBRARY,
    "batch/many.py:share_out": _DEATH,
    "batch/merging.py:Sum.__init__": _LIBRARY,
    "batch/on_cluster.py:_Tree.fetch": _CLUSTER,
    "batch/on_cluster.py:do_groups._rescue": _CLUSTER,
    "batch/processes.py:Workers._do": _DEATH,
    "batch/processes.py:Workers.collect": _DEATH,
    "batch/worker.py:Worker._ask_for_sum": _DEATH,
    "color/color.py:Color.from_hex": _LIBRARY,
    "color/color.py:_three": _LIBRARY,
    "color/color.py:require_color": _LIBRARY,
    "color/css_math.py:_alike": _INNER,
    "color/css_math.py:_multiply": _INNER,
    "color/css_math.py:compute": _INNER,
    "color/css_spaces.py:_require": _LIBRARY,
    "color/difference.py:_require_same_grid": _LIBRARY,
    "color/difference.py:_take": _LIBRARY,
    "color/css_values.py:_read_function": _INNER,
    "color/css_values.py:_read_word": _INNER,
    "color/css_values.py:evaluate": _INNER,
    "engine/finding.py:_choose_among": _LIBRARY,
    "parsing/css_variables.py:Variables.value_of": _INNER,
    "color/notation.py:read_notation": _INNER,
    "color/palette.py:Palette.__post_init__": _LIBRARY,
    "color/color.py:_require_possible": _LIBRARY,
    "color/palette.py:Palette.of_colors": _LIBRARY,
    "color/palette.py:Palette.sorted": _LIBRARY,
    "color/palette.py:Swatch.__post_init__": _LIBRARY,
    "color/palette.py:_require_swatches": _LIBRARY,
    "color/palette.py:take_palette": _LIBRARY,
    "color/spaces.py:_require_space": _LIBRARY,
    "command/combined.py:Combined.plan": _STORE,
    "command/stored.py:StoreTarget.allow": _STORE,
    "command/stored.py:StoreTarget.prepare": _STORE,
    "command/stored.py:_worded": _STORE,
    "command/target.py:Target.allow": _SYSTEM,
    "command/target.py:write_to_stdout": _SYSTEM,
    "decoding/container.py:Container.explained": _DEATH,
    "decoding/film.py:Film.__init__": _FILM,
    "decoding/film.py:Film._explain_nothing": _FILM,
    "decoding/film_colors.py:_encoding_of": _FILM,
    "decoding/film_colors.py:_right_matrix": _FILM,
    "decoding/formats.py:Format.open": _INSTALLED,
    "decoding/image.py:Image.__post_init__": _LIBRARY,
    "decoding/image.py:_split_array": _LIBRARY,
    "decoding/image.py:_unit": _LIBRARY,
    "decoding/image.py:refuse_narrow": _LIBRARY,
    "decoding/meaning.py:_find_in_jp2": _FILM,
    "decoding/meaning.py:find_meaning": _FILM,
    "decoding/reading.py:_read_film": _FILM,
    "decoding/tiff/raw.py:decode_raw": _FILM,
    "decoding/tiff/reading.py:_decode_samples": _FILM,
    "decoding/tiff/reading.py:decode_tiff": _FILM,
    "engine/finding.py:cluster": _LIBRARY,
    "engine/finding.py:_require_data": _LIBRARY,
    "engine/histogram.py:ColorHistogram.__post_init__": _LIBRARY,
    "engine/histogram.py:ColorHistogram.of_image": _LIBRARY,
    "engine/histogram.py:take_histogram": _LIBRARY,
    "engine/histogram.py:ColorHistogram.of_colors": _LIBRARY,
    "errors.py:explain_imports": _INSTALLED,
    "extraction.py:_count_frames": _LIBRARY,
    "outputs/tokens_studio.py:_Tokens.resolve": _INNER,
    "parsing/css_variables.py:Variables._expand": _INNER,
    "parsing/css_variables.py:Variables._expand_variable": _INNER,
    "parsing/css_variables.py:Variables._find_single": _INNER,
    "parsing/css_variables.py:Variables.expand": _INNER,
    "plugins/checking.py:_take": _LIBRARY,
    "plugins/checking.py:check": _LIBRARY,
    "plugins/files.py:_place": _SYSTEM,
    "plugins/files.py:_require_free": _SYSTEM,
    "plugins/files.py:replacing": _SYSTEM,
    "plugins/readers.py:FoundReader.load": _OTHER,
    "plugins/rendering.py:_configure": _LIBRARY,
    "plugins/rendering.py:_find_by_suffix": _LIBRARY,
    "plugins/rendering.py:_refuse_read": _LIBRARY,
    "plugins/rendering.py:_refuse_source": _LIBRARY,
    "plugins/rendering.py:_render_all": _LIBRARY,
    "plugins/rendering.py:_require_combined_suffix": _LIBRARY,
    "plugins/rendering.py:_take": _LIBRARY,
    "plugins/rendering.py:_take_path": _LIBRARY,
    "quantizing/quantize.py:check_dither": _LIBRARY,
    "quantizing/quantize.py:_check_flags": _LIBRARY,
    "quantizing/quantize.py:quantize": _LIBRARY,
    "quantizing/shaping.py:Shape.__post_init__": _LIBRARY,
    "readers/adobe_color.py:_number": _INNER,
    "readers/adobe_color.py:_read_color": _INNER,
    "readers/adobe_color.py:_read_values": _INNER,
    "readers/figma.py:_read": _INNER,
    "result.py:_refuse_positions": _LIBRARY,
    "roles/rules.py:Rule._require_no_file": _LIBRARY,
    "roles/scheme.py:_require_mode": _LIBRARY,
    "roles/scheme.py:make_scheme": _LIBRARY,
    "settings/kinds.py:_parse_kind": _LIBRARY,
    "settings/kinds.py:parse_kinds": _LIBRARY,
    "settings/settings.py:Reading.refuse_kind": _LIBRARY,
    "settings/settings.py:Ignored.__post_init__": _LIBRARY,
    "settings/settings.py:Ignored.of": _LIBRARY,
    "settings/settings.py:Options.__post_init__": _LIBRARY,
    "settings/settings.py:Reading.refuse_too_large": _LIBRARY,
    "settings/settings.py:Settings.vocabulary": _LIBRARY,
    "settings/settings.py:_color": _LIBRARY,
    "settings/settings.py:_named": _LIBRARY,
    "settings/settings.py:_require_flag": _LIBRARY,
    "sources/finding.py:_locate_in": _SYSTEM,
    "sources/finding.py:open_named": _SYSTEM,
    "sources/loading.py:_open_file": _LIBRARY,
    "sources/loading.py:_open_store": _LIBRARY,
    "sources/loading.py:take_pixels": _LIBRARY,
    "sources/pillow.py:_sixteen_bits": _LIBRARY,
    "sources/pillow.py:from_pillow": _LIBRARY,
    "sources/store.py:_open": _STORE,
    "sources/store.py:_worded": _STORE,
    "sources/store.py:_writing": _STORE,
    "sources/store.py:list_store": _STORE,
    "sources/stream.py:gather": _LIBRARY,
    "sources/stream.py:read_stream": _LIBRARY,
    "sources/web.py:_follow": _SYSTEM,
    "sources/web.py:download": _SYSTEM,
}


@dataclass(frozen=True)
class Told:
    """A message that no command of the tests provokes: its row, and the function that makes it.

    What stands between quotes in the message, and each `…`, is a value.
    """

    place: str
    message: str
    when: str
    then: str
    code: int = 1
    part: str = "rare"


TOLD: Final = (
    Told(
        "errors.py:_explain",
        "NumPy is not installed; install it with: pip install numpy",
        "NumPy is missing.",
        "Install it.",
    ),
    Told(
        "errors.py:_explain_opencv",
        "OpenCV is not installed; install it with: pip install opencv-python",
        "OpenCV is missing.",
        "Install it.",
    ),
    Told(
        "errors.py:_explain_opencv",
        "OpenCV needs 'libGL.so.1', which this system does not have; …",
        "A library of the system is missing.",
        "Do what the message says.",
    ),
    Told(
        "decoding/formats.py:Format.open",
        "'photo.heic': is a HEIC file: to read it, pip install 'cvpalette[heic]'",
        "An extra is missing.",
        "Install it.",
    ),
    Told(
        "sources/store.py:_open",
        "'s3://bucket/a.jpg': is in a store; to use stores such as s3://, pip install 'cvpalette[remote]'",
        "An extra is missing.",
        "Install it.",
    ),
    Told(
        "batch/cluster.py:_load",
        "'tcp://host:8786': needs the extra: pip install 'cvpalette[dask]'",
        "An extra is missing.",
        "Install it.",
    ),
    Told(
        "decoding/tiff/raw.py:decode_raw",
        "'photo.dng': is a raw photo, which is not developed: …export it as TIFF or JPEG first",
        "A raw photo has no preview.",
        "Install the extra that is named, or export the photo.",
    ),
    Told(
        "sources/store.py:_open",
        "'zz://bucket/a.jpg': is not in a known kind of store: give s3://, gs:// or the like",
        "The address is misspelled.",
        "Check it.",
    ),
    Told(
        "sources/store.py:_worded",
        "'s3://bucket/a.jpg': does not exist: no such object, folder or bucket",
        "The address is wrong.",
        "Check it.",
    ),
    Told(
        "sources/store.py:_worded",
        "'s3://bucket/a.jpg': may not be read or written: …",
        "The store refuses.",
        "Check your credentials.",
    ),
    Told(
        "sources/store.py:_worded",
        "'s3://bucket/a.jpg': cannot be reached: …",
        "The store does not answer.",
        "Check the network, or try again.",
    ),
    Told(
        "command/stored.py:StoreTarget.allow",
        "'s3://bucket/a.css': exists and is kept; overwrite it with --force",
        "The object exists.",
        "Overwrite it, or name another.",
    ),
    Told(
        "batch/cluster.py:Cluster.connect",
        "'host': is no address of a scheduler; give one as tcp://host:8786",
        "The address of the cluster is misspelled.",
        "Write it as the message says.",
    ),
    Told(
        "batch/cluster.py:Cluster.connect",
        "'tcp://host:8786': no scheduler answers there in 10 seconds; 'dask scheduler' starts one",
        "No scheduler answers.",
        "Start one, or check the address.",
    ),
    Told(
        "batch/cluster.py:Cluster.connect",
        "'tcp://host:8786': the scheduler has no workers; 'dask worker tcp://host:8786' starts one",
        "The cluster has no workers.",
        "Start one.",
    ),
    Told(
        "batch/cluster.py:_require_version",
        "'tcp://host:8786': cvpalette is 1.0 on its worker 'tcp://worker:1' and 1.1 here; install the same",
        "The workers have another version.",
        "Install the same one.",
    ),
    Told(
        "batch/cluster.py:_require_version",
        "'tcp://host:8786': cvpalette is not installed on its worker 'tcp://worker:1'",
        "A worker lacks cvpalette.",
        "Install it there.",
    ),
    Told(
        "batch/cluster.py:Cluster._fetch",
        "'tcp://host:8786': the scheduler is gone; the files written so far are complete",
        "The cluster went away.",
        "Start it, and use `--resume`.",
    ),
    Told(
        "batch/cluster.py:Cluster._fetch",
        "'tcp://host:8786': a worker failed (…); do all workers have the same packages installed?",
        "A worker failed.",
        "Install the same packages there.",
    ),
    Told(
        "batch/processes.py:Workers._do",
        "'photo.jpg': the process that read it died, and so did another one; "
        "is memory short, or the file hostile?",
        "A process that read the image died twice.",
        "Use fewer `--jobs`, or leave the image out.",
    ),
    Told(
        "decoding/container.py:Container.explained",
        "'photo.jpg': needs more memory to decode than there is",
        "Memory is short.",
        "Use fewer `--jobs`, or make the image smaller.",
    ),
    Told(
        "decoding/film.py:Film._explain_nothing",
        "'film.mp4': is a film in AV1, which this OpenCV does not decode; convert it to H.264 first",
        "The film is in AV1.",
        "Convert it.",
    ),
    Told(
        "decoding/reading.py:_read_film",
        "'film.mp4': is cut short: 40% of the film is missing",
        "The film ends too early.",
        "Take what is there with `--allow-truncated`.",
    ),
    Told(
        "command/target.py:write_to_stdout",
        "'stdout': is closed",
        "Something closed stdout.",
        "Name a file with `-o`.",
    ),
    Told(
        "sources/finding.py:open_named",
        "'stdin': is closed; there is nothing to read",
        "Something closed stdin.",
        "Name a file.",
    ),
    Told(
        "sources/finding.py:_locate_in",
        "'photos/private': cannot be listed: …",
        "A folder may not be read.",
        "Ask for permission.",
    ),
    Told(
        "plugins/files.py:replacing",
        "'theme.css': is read-only, and kept",
        "The file may not be written.",
        "Make it writable, or name another.",
    ),
    Told(
        "sources/web.py:download",
        "'https://example.org/a.jpg': took longer than 60 seconds",
        "The server is slow.",
        "Try again, or download it first.",
    ),
    Told(
        "sources/web.py:download",
        "'https://example.org/a.jpg': has a server that cannot be trusted: …",
        "The certificate of the server is not valid.",
        "Check the address.",
    ),
)
