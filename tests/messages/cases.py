"""Lists what provokes each message of the command: a command line, when it comes, and what to do then."""

import shlex
from dataclasses import dataclass
from typing import Final

__all__ = ["CASES", "PARTS", "Case"]

PARTS: Final = {
    "line": "Command line",
    "sources": "Sources",
    "images": "Images",
    "counting": "What counts",
    "palettes": "Palettes",
    "colors": "Colors in style sheets",
    "outputs": "Outputs",
    "writing": "Writing",
    "plugins": "Plugins",
    "batch": "Many images",
    "checking": "Checking",
    "rare": "Rare",
}


@dataclass(frozen=True)
class Case:
    """A command line whose message is a row of the table.

    `when` and `then` are the row's second and third cell. `data` is what stdin has. `at_terminal` runs it
    where a person sees it. A server of the test has the address WEB. `first` is a command that runs before.
    `sheet` is what the file style.css has.
    `has_plugins` installs two distributions that claim the same output, and fail wherever one can.
    """

    part: str
    line: str
    when: str
    then: str
    data: bytes | None = None
    at_terminal: bool = False
    first: str = ""
    sheet: str = ""
    has_plugins: bool = False

    @property
    def words(self) -> list[str]:
        """The arguments of the command."""
        return shlex.split(self.line)


def _many(part: str, *rows: tuple[str, str, str]) -> list[Case]:
    return [Case(part, *row) for row in rows]


_LINE: Final = _many(
    "line",
    ("", "The command stands alone.", "Name a file."),
    ("-k 5", "No source is named.", "Name a file."),
    ("photo.jpg --colours 5", "There is no such option.", "Write it as the message says."),
    ("photo.jpg --ignore black,white", "An option for one color got several.", "Repeat the option."),
    (
        "photo.jpg plain.png -f swatch -o all.png",
        "One file is named, and each source makes one.",
        "Name a folder, or take what the message offers.",
    ),
    ("photo.jpg -x", "There is no such option.", "See `cvpalette --help`."),
    ("photo.jpg --ignore-border~15", "The border's color has a fixed distance.", "Name the color."),
    ("photo.jpg --ignore-border=15", "The border's color has a fixed distance.", "Name the color."),
    ("photo.jpg --vivid", "What is asked for is no option of its own.", "Do what the message says."),
    ("photo.jpg --css", "A format is written like an option.", "Name it with `-f`."),
    ("diff a.gpl b.gpl", "The first word is the subcommand of another program.", "Do what the message says."),
    ("photo.jpg -k", "The value of an option is missing.", "Write it after the option."),
    ("photo.jpg --quiet=yes", "A switch has a value.", "Leave the value out."),
    ("photo.jpg --seed one", "A number is a word.", "Write digits."),
    ("photo.jpg --every often", "A number is a word.", "Write digits."),
    ("--help writng", "`--help` knows no such panel.", "Take a panel that the message names."),
    ("--help=colours", "`--help` knows no such panel.", "Take a panel that the message names."),
    ("--help=css", "`--help` is about options, and this is a format.", "List the format."),
    ("photo.jpg -k 0", "The number of colors is out of range.", "Give 1 to 256, or `auto`."),
    ("photo.jpg -k six", "The number of colors is a word.", "Give 1 to 256, or `auto`."),
    ("photo.jpg --seed -1", "The seed is out of range.", "Give a number of the range."),
    ("photo.jpg --space hsv", "There is no such color space.", "Take one that the message names."),
    ("photo.jpg --pick best", "There is no such way to pick.", "Take one that the message names."),
    ("photo.jpg --sort size", "There is no such order.", "Take one that the message names."),
    ("photo.jpg --tolerance 0 -k auto", "The tolerance is not above 0.", "Give a number such as 3."),
    ("photo.jpg --tolerance 3", "`--tolerance` stands without `-k auto`.", "Add `-k auto`, or leave it out."),
    ("photo.jpg " + "--ignore red " * 255, "Too many colors are ignored.", "Name fewer, with a distance."),
    ("photo.jpg --keep whit", "A color is misspelled.", "Write it as CSS does."),
    ("photo.jpg --keep '#12'", "A hex color has the wrong number of digits.", "Write 3 or 6 digits."),
    ("photo.jpg --keep 'var(--ink)'", "A color is no color of its own.", "Write the color itself."),
    ("photo.jpg -k 1 --keep red --keep blue", "More colors are kept than asked for.", "Give a larger `-k`."),
    ("photo.jpg -k 1 --keep red --accents", "Kept colors leave no room for accents.", "Give a larger `-k`."),
    ("photo.jpg -k 1 --accents", "One color leaves no room for accents.", "Give a larger `-k`."),
    ("photo.jpg --names colors", "There is no such list of names.", "Take one that the message names."),
    ("photo.jpg --names ./unnamed.hex", "The palette with the names has none.", "Take one with names."),
    ("photo.jpg --names viridis", "The palette with the names has none.", "Take one with names."),
    ("photo.jpg --max-pixels 0", "The limit of pixels is not above 0.", "Give a number above 0."),
    ("photo.jpg --frames second", "No frame has this name.", "Give `first`, `all` or a number."),
    ("photo.jpg --every 0", "The time is not above 0.", "Give seconds above 0."),
    ("photo.jpg --jobs 0", "The number of jobs is not above 0.", "Give a number from 1."),
    ("photos --merge-by size", "There is no such weight.", "Take one that the message names."),
    (
        "photos --report -f html -o out/all.html",
        "A report is about a file for each source.",
        "Name a folder.",
    ),
    ("photos --jobs 2 --scheduler tcp://host:8786", "Two options exclude each other.", "Leave one out."),
    ("photo.jpg --palette brand.gpl --snap", "With a palette, no other is looked for.", "Leave it out."),
    ("photo.jpg --palette brand.gpl --seed 2", "All colors of the palette are taken.", "Add `-k`."),
    (
        "photo.jpg --palette brand.gpl -k 2 --keep red",
        "The palette lacks a color to keep.",
        "Keep one that it has.",
    ),
    ("photos -f css -f gpl", "Several formats would go to one pipe.", "Name a folder with `-o`."),
    ("photo.jpg -f css -f gpl -o -", "Several formats would go to stdout.", "Name a folder with `-o`."),
    (
        "photo.jpg -f css --report -o -",
        "A report and a palette would share stdout.",
        "Name a file or folder.",
    ),
    ("photo.jpg -o a.css -o a.gpl", "Two files are named.", "Name a folder, and the formats with `-f`."),
    ("photo.jpg -o out/", "A folder says no format.", "Add `-f`."),
    ("photo.jpg -r", "`--recursive` is for folders.", "Leave it out."),
    ("photo.jpg --jobs 2", "`--jobs` is for several images.", "Leave it out."),
    ("photo.jpg -f css --force", "`--force` is for files.", "Leave it out."),
)

_COUNTING: Final = _many(
    "counting",
    ("photo.jpg --background '#12'", "The background is no color.", "Write 3 or 6 digits."),
    ("photo.jpg --region 1,2", "A region has four numbers.", "Write it as the message says."),
    ("photo.jpg --region 100%,0,9,9", "The region begins outside.", "Begin below 100%."),
    ("photo.jpg --region 0,0,200%,9", "The region is larger than the image.", "Give at most 100%."),
    ("photo.jpg --region 0,0,0,9", "The region is empty.", "Give a size above 0."),
    ("photo.jpg --region 900,0,9,9", "The region lies beside the image.", "Give it in percent."),
    ("photo.jpg --ignore whit", "The color is misspelled.", "Write it as CSS does."),
    ("photo.jpg --ignore white~far", "The distance is a word.", "Write a number after the `~`."),
    ("photo.jpg --ignore white~200", "The distance is out of range.", "Give 0 to 100."),
    ("photo.jpg --mask missing.png", "The mask does not exist.", "Check its name."),
    ("photo.jpg --mask small-mask.png", "The mask has another size.", "Make one of the image's size."),
    ("photo.jpg --mask labels.png", "The mask has 0 and 1, or labels.", "Paint what counts white."),
    ("photo.jpg --mask black-mask.png", "The mask leaves nothing.", "Paint what counts white."),
    (
        "plain.png --ignore teal",
        "The ignored colors are all there is.",
        "Ignore fewer, or a smaller distance.",
    ),
    ("plain.png --ignore-border", "The border's color is all there is.", "Leave `--ignore-border` out."),
    ("transparent.png", "Every pixel is transparent.", "Check the image: nothing in it is visible."),
    ("photo.jpg --background white", "No pixel is transparent.", "Leave it out."),
    ("photo.jpg --region 0,0,100%,100%", "The region is the whole image.", "Leave it out."),
    ("photo.jpg --mask white.png", "The mask is white all over.", "Leave it out."),
    ("photo.jpg --ignore '#123456~1'", "No pixel has the ignored color.", "Give a larger distance."),
    ("photo.jpg --ignore-border", "The edges have no common color.", "Leave it out."),
    ("photo.jpg --frames all", "The file has one frame.", "Leave it out."),
    ("photo.jpg --every 2", "The file is no film.", "Leave it out."),
    ("photo.jpg --draft", "The file cannot be read at a part of its size.", "Leave it out."),
)

_SOURCES: Final = [
    *_many(
        "sources",
        ("foto.jpg", "The name is misspelled.", "Take the one that is meant."),
        ("missing.jpg", "The file does not exist.", "Check its name."),
        ("viridi", "Neither a file nor a palette has this name.", "Check the name."),
        ("''", "The name is empty.", "Check the variable that it comes from."),
        ("empty", "The folder has no images.", "Check the folder."),
        ("below", "Only the folders in the folder have images.", "Add `-r`."),
        ("closed.colorset -r", "A color set has no file of colors.", "Name its Contents.json."),
        ("/proc/self/mem", "The system cannot read the file.", "Copy it first."),
        ("/dev/zero", "A device is no file.", "Pipe its content."),
        ("zz://bucket/photo.jpg", "The address is of no known kind.", "Download it, and name the file."),
        ("file:///photo.jpg", "The address is of a file here.", "Name the file itself."),
        ("http://localhost:1/photo.jpg", "No server answers.", "Check the address."),
        ("http://user@localhost/photo.jpg", "The URL has a user's name.", "Download it first."),
        ("http:///photo.jpg", "The URL names no host.", "Check the address."),
        ("http://localhost:port/photo.jpg", "The URL is not valid.", "Check the address."),
        ("data:image/png;base64,***", "A data URI is broken.", "Copy it as a whole."),
        ("photo.jpg#Reds", "An image has no groups.", "Leave out the `#`."),
        ("'brand.gpl#Reds'", "The palette has no such group.", "Take one that the message names."),
        ("'missing.gpl#Reds'", "The file before the `#` does not exist.", "Check its name."),
    ),
    Case("sources", "-", "Nothing comes from stdin.", "Check the command before the pipe.", data=b""),
    Case("sources", "-", "What comes from stdin is a text.", "Pipe an image.", data=b"Hello.\n"),
    Case("sources", "WEB/missing.jpg", "The server has no such file.", "Check the address."),
    Case("sources", "WEB/private.jpg", "The server refuses.", "Download it with a browser."),
    Case("sources", "WEB/loop.jpg", "The server redirects without end.", "Check the address."),
    Case("sources", "WEB/page.jpg", "The address is that of a page.", "Name the image itself."),
    Case("sources", "WEB/short.jpg", "The download breaks off.", "Try again."),
    Case("sources", "WEB/huge.jpg", "The file is very large.", "Download it first."),
    Case("sources", "WEB/ftp.jpg", "The server redirects elsewhere.", "Check the address."),
]

_IMAGES: Final = _many(
    "images",
    ("empty.png", "The file has no bytes.", "Get it again."),
    ("cut.jpg", "The file ends too early.", "Get it again, or take what is there."),
    ("cut.png", "The file ends too early.", "Get it again, or take what is there."),
    ("head.png --allow-truncated", "Nothing of the file can be shown.", "Get it again."),
    ("damaged.png", "The file is damaged.", "Get it again."),
    ("overfull.png", "The file would unpack to far more than its picture.", "Get it again."),
    ("scans.jpg", "The file would take far longer than its picture.", "Get it again."),
    ("no-pixels.gif", "The image has no pixels.", "Save it anew."),
    ("cut.tiff --allow-truncated", "Nothing of the file can be shown.", "Get it again."),
    ("start.jpg --allow-truncated", "Nothing of the file can be shown.", "Get it again."),
    ("still.mp4", "The film cannot be read.", "Convert it."),
    ("picture.wbmp", "Images of this kind are not read.", "Convert it to PNG."),
    ("broken.kra", "The picture in a document is damaged.", "Export it as PNG."),
    ("gif.kra", "The picture in a document is of another kind.", "Export it as PNG."),
    ("long.gif --frames all", "The animation has too many frames.", "Read one of them."),
    ("no-pixels.png", "The image has no pixels.", "Save it anew."),
    ("huge.png", "The image is very large.", "Allow it."),
    ("photo.jpg --palette huge.png", "The image with the palette is very large.", "Make it smaller."),
    ("animation.gif --frames all --max-pixels 10", "The image is larger than allowed.", "Allow it."),
    ("many.gif --frames all --max-pixels 64", "All frames have many pixels.", "Allow them."),
    ("animation.gif --frames 9", "There is no such frame.", "Give a smaller number."),
    ("pages.tiff --frames 9", "There is no such page.", "Give a smaller number."),
    ("page.tiff --frames 9", "There is no such page.", "Leave `--frames` out."),
    ("notes.txt", "The file is a text.", "Name an image, or write a list of colors."),
    ("bytes.bin", "The file is of no known kind.", "Convert it to PNG."),
    ("drawing.svg", "The drawing names no colors.", "Export it as PNG."),
    ("drawing.eps", "Drawings of this kind are not read.", "Export it as PNG."),
    ("drawing.wmf", "Drawings of this kind are not read.", "Export it as PNG."),
    ("picture.kra", "The document has no picture of itself.", "Export it as PNG."),
    ("animation.gif -f quantized -o out/a.png", "The output shows one frame.", "Choose it with `--frames`."),
    ("plain.png -k 5", "The image has fewer colors than asked for.", "Nothing: these are all."),
    (
        "photo.jpg --palette brand.gpl -k 9",
        "The palette has fewer colors.",
        "Nothing: these are all.",
    ),
)

_PALETTES: Final = _many(
    "palettes",
    ("photo.jpg --palette missing.gpl", "The palette does not exist.", "Check its name."),
    ("photo.jpg --palette viridi", "No built-in palette has this name.", "Take the one that is meant."),
    ("photo.jpg --palette notes.txt", "The file is no palette.", "Name a palette."),
    ("photo.jpg --palette photo.png", "The image is no palette.", "Name an image of blocks of color."),
    ("photo.jpg --like -", "The picture to be like would come through a pipe.", "Save it as a file."),
    ("photo.jpg --palette '#264653,reb'", "One of several colors is none.", "Write it anew."),
    ("photo.jpg --palette brand.gpl --like photo.png", "Two options choose colors.", "Give one of them."),
    ("photo.jpg --palette cut.png", "The image cannot be read.", "Get it again."),
    ("photo.jpg --palette drawing.eps", "Files of this kind are not read.", "Save it as SVG."),
    ("broken.gpl", "A color of the palette is out of range.", "Mend the line."),
    ("affinity.afpalette", "Palettes of this kind are not read.", "Save it as .ase."),
    ("photo.jpg --palette transparent.png", "The image has no visible color.", "Name another image."),
    ("broken.hex", "A line is no color.", "Mend the line."),
    ("broken.css", "One color of several is none.", "Mend it."),
    ("broken.yaml", "A slot of a scheme is no color.", "Mend it."),
    ("broken.scss", "A color must be computed.", "Write the color itself."),
    ("empty.gpl", "The palette has no colors.", "Check the file."),
    ("brand.gpl -k 3", "Options for images stand with a palette.", "Leave them out."),
    ("brand.gpl --merge", "A palette cannot be merged with images.", "Name images."),
    ("viridis -k 3", "Options for images stand with a palette.", "Leave them out."),
    ("viridis --merge", "A palette cannot be merged with images.", "Name images."),
    ("two-groups.json -f hex -o out/two.hex", "The format holds less than the palette.", "Take another."),
)

#: Values in a style sheet that are no color, each with the reason. The sheet has a color besides.
_NO_COLORS: Final = (
    ("rgb(1 2)", "A color has too few components."),
    ("rgb(1 2 / 3 / 4)", "A color has two slashes."),
    ("#12", "A hex color has the wrong number of digits."),
    ("rgb(from)", "A relative color is relative to nothing."),
    ("color(foo 1 2 3)", "A color space is unknown."),
    ("hsl(9% 1% 1%)", "A hue is a percentage."),
    ("rgb(1deg 2 3)", "A component is an angle."),
    ("rgb(a b c)", "A component is a word."),
    ("rgb(1px 2 3)", "A component has a unit."),
    ("rgb(calc(1 + 2%) 2 3)", "Numbers of different units are added."),
    ("rgb(calc(2% * 2%) 2 3)", "Numbers with units are multiplied."),
    ("rgb(calc(2 / 2%) 2 3)", "A number is divided by one of another unit."),
    ("rgb(calc(1 * ) 2 3)", "A product is incomplete."),
    ("color-mix(in foo, red, blue)", "A mixture is in an unknown color space."),
    ("color-mix(in hsl sideways hue, red, blue)", "A mixture takes an unknown way."),
    ("color-mix(in srgb, red 0%, blue 0%)", "A mixture takes nothing of either color."),
    ("color-mix(in srgb, red 200%, blue)", "A mixture takes more than all."),
    ("color-mix(in srgb, red 1 2, blue)", "A part of a mixture is no color."),
    ("light-dark(red)", "A color for light and dark is one color."),
    ("alpha(from red / 1 2)", "Only the alpha is changed."),
    ("currentcolor", "The color depends on the element."),
    ("ButtonText", "The color depends on the computer."),
    ("color-mix(in srgb)", "A mixture is of no color."),
    ("alpha(from red 1 2 3 4)", "Only the alpha is changed."),
    ("color(srgb 1e99 0 0)", "A component is too large."),
    ("var(--b)", "A variable is set nowhere."),
)
_COLORS: Final = [
    Case(
        "colors",
        "style.css",
        when,
        "Write the color itself.",
        sheet=f":root {{ --paper: #fff; --ink: {value}; }}\n",
    )
    for value, when in _NO_COLORS
]

_OUTPUTS: Final = _many(
    "outputs",
    ("photo.jpg -f csss", "No format has this name.", "Take the one that is meant."),
    ("photo.jpg -f wxyz", "No format has this name.", "See `cvpalette --list-formats`."),
    ("photo.jpg -f css,gpl", "Several formats stand in one `-f`.", "Repeat `-f`."),
    ("photo.jpg -f acb", "The format is only read.", "Take one that the message names."),
    ("photo.jpg -O prefix=a -f css", "The option names no format.", "Write it as the message says."),
    ("photo.jpg -f css -O gpl.columns=1", "The option is of another format.", "Add that format."),
    ("photo.jpg -f css -O css.prefx=a", "The format has no such option.", "Take the one that is meant."),
    ("photo.jpg -f css -O css.size=1", "The format has no such option.", "Take one that it has."),
    ("photo.jpg -f swatch -O swatch.width=wide", "An option takes a number.", "Write digits."),
    ("photo.jpg -f swatch -O swatch.width=0", "A number is out of range.", "Give one of the range."),
    ("photo.jpg -f hex -O hex.hash=maybe", "An option takes yes or no.", "Write one of them."),
    ("photo.jpg -f css -O css.notation=hsv", "An option takes some words.", "Take one that is named."),
    ("photo.jpg -o out/photo.docx", "No format has this suffix.", "Take one that is named."),
    ("photo.jpg -o out/photo.csss", "No format has this suffix.", "Take the one that is meant."),
    ("photo.jpg -o out/photo", "The name has no suffix.", "Add one, or `-f`."),
    ("photo.jpg -o out/photo.png", "Several formats have this suffix.", "Say which one with `-f`."),
    ("photo.jpg --palette brand.gpl -o out/a.png", "Several formats have this suffix.", "Add `-f`."),
    ("photo.jpg --palette brand.gpl -o out/a.jpg", "A JPEG cannot hold the colors.", "Add `-f recolored`."),
    ("photo.jpg -f css -o out/photo.gpl", "The suffix is that of another format.", "Change one of them."),
    ("photo.jpg -f quantized -o out/photo.tga", "The format has other suffixes.", "Take one of them."),
    ("photo.jpg -f recolored", "No palette is given to move to.", "Give `--palette` or `--like`."),
    ("photo.jpg -f recolored -O recolored.amount=2", "An option is a part of the way.", "Write 0 to 1."),
    ("photo.jpg -f recolored -O recolored.quality=0", "JPEG has no such quality.", "Write 1 to 100."),
    (
        "glass.png --palette brand.gpl -f recolored -o out/a.jpg",
        "A JPEG is never transparent.",
        "Write a PNG, or add `--background` for another color than white.",
    ),
    (
        "long.png --palette brand.gpl -f recolored -o out/a.webp",
        "A WebP is not as large.",
        "Write a PNG.",
    ),
    ("brand.gpl -f lut -O lut.size=66", "Programs read no such table.", "Write 2 to 65."),
    ("brand.gpl -f lut -O lut.amount=2", "An option is a part of the way.", "Write 0 to 1."),
    ("photo.jpg -f quantized -o out/a.jpg", "A JPEG cannot hold the colors.", "Take another suffix."),
    ("veil.png -f quantized -o out/a.bmp", "The format has no transparency.", "Name the background."),
    (
        "photo.jpg -f quantized -O quantized.rotate=auto",
        "The option needs another one.",
        "Add it, or leave it out.",
    ),
    ("photo.jpg -f quantized -O quantized.size=big", "An option takes a size.", "Write pixels."),
    ("photo.jpg -f quantized -O quantized.size=99999x99999", "It would be too large.", "Ask for less."),
    ("photo.jpg -f quantized -O quantized.dither=floyd", "A choice is misspelled.", "Take the guess."),
    ("photo.jpg -f quantized -O quantized.anchor=face", "An option takes a place.", "Name one."),
    (
        "photo.jpg -f quantized -O quantized.despeckle=-1",
        "A number is out of range.",
        "Give one of the range.",
    ),
    ("photo.jpg -f quantized -O quantized.device=inky", "There are several such devices.", "Take one."),
    (
        "photo.jpg -f quantized -O quantized.device=list",
        "There is no such device.",
        "Take one that there is.",
    ),
    (
        "photo.jpg -f quantized -O quantized.device=nes -O quantized.colors=4",
        "A device has its own colors.",
        "Leave out what it says, or name another device.",
    ),
    (
        "photo.jpg -f quantized -O quantized.device=nes -O quantized.despeckle=4",
        "Merged regions would break the device's rules.",
        "Leave it out.",
    ),
    (
        "photo.jpg -f quantized -O quantized.dither=burkes -O quantized.despeckle=4",
        "Merged regions would undo the dither.",
        "Take one of them.",
    ),
    (
        "photo.jpg -f quantized -O quantized.device=nes -k 3 --sort hue -o out/a.png",
        "A device has its own colors.",
        "Leave them out.",
    ),
    (
        "photo.jpg -f quantized --region 0,0,9,9 -o out/a.png",
        "The whole picture is written.",
        "Cut it off with `quantized.size` and `quantized.anchor`.",
    ),
    (
        "photo.jpg --palette epaper-7 -f quantized -O quantized.device=nes",
        "The device has a palette already.",
        "Leave out one of them.",
    ),
    (
        "photo.jpg plain.png --merge -f quantized -O quantized.device=nes -o out/",
        "All images get one palette, and the device has another.",
        "Leave out one of them.",
    ),
    (
        "photo.jpg -f template -O template.file=template.txt -o out/a.png",
        "A text would be a picture.",
        "Change the suffix.",
    ),
    (
        "photo.jpg -f quantized -O quantized.format=gif -o out/a.png",
        "An option contradicts the suffix.",
        "Change one of them.",
    ),
    ("photo.jpg -f css -O css.modes=media", "The option needs another one.", "Add it, or leave it out."),
    ("photo.jpg -f css -O css.modes=light", "An option takes some words.", "Take one that is named."),
    ("photo.jpg -f template", "The template is not named.", "Name it."),
    ("photo.jpg -f template -O template.file=missing.txt", "The template does not exist.", "Check its name."),
    ("photo.jpg -f template -O template.file=template.txt", "The template has an unknown name.", "Mend it."),
    ("photo.jpg -f template -O template.file=template.mustache", "The template is broken.", "Mend it."),
)

_WRITING: Final = [
    *_many(
        "writing",
        ("photo.jpg -f css -o missing/photo.css", "The folder does not exist.", "Make it."),
        ("photo.jpg -o palette.css", "The name is that of a folder.", "Name a file."),
        ("photo.jpg -f css -o /proc/photo.css", "The system refuses.", "Name another folder."),
        ("photo.jpg -f swatch -o taken/", "The file exists.", "Overwrite it, or choose another folder."),
        ("photo.jpg --mask white.png -f swatch -o white.png", "The file is read too.", "Name another."),
        ("photo.jpg -f css -f gpl -o out/two.css", "One name stands for two files.", "Name a folder."),
        ("photo.jpg -f css -f gpl -o brand.gpl", "A file stands where a folder is meant.", "Name a folder."),
        ("photos -f swatch", "Pictures of several sources would share a pipe.", "Name a folder with `-o`."),
        ("photo.jpg -f html -f css -o taken/photo.css/", "A folder would lie in a file.", "Name a folder."),
        ("photo.jpg -f colorset", "Several files would share a pipe.", "Name a folder with `-o`."),
        (
            "photo.jpg -f colorset -o taken",
            "A file of the set exists.",
            "Overwrite it, or take another folder.",
        ),
        ("photo.jpg -f colorset -o blocked --force", "A folder has a file's name.", "Name another folder."),
        ("photos -r -f css -o linked/", "A link leads out of the folder.", "Name another folder."),
        ("photo.png -f quantized -o photo.png", "The file is the source.", "Name another file."),
        ("photo.jpg plain.png -f css", "The palettes of several sources are one text.", "See the message."),
        ("photo.jpg -f css -o out/photo.zip", "The name is that of an archive.", "Change the suffix."),
    ),
    Case(
        "writing",
        "photo.jpg -f quantized -o -",
        "Bytes would go to a terminal.",
        "Name a file.",
        at_terminal=True,
    ),
    Case(
        "writing",
        "photo.jpg -f swatch -o out/told.png",
        "A person is told what was written.",
        "Nothing.",
        at_terminal=True,
    ),
]

_PLUGINS: Final = [
    Case("plugins", f"photo.jpg -f broken-{name}", when, then, has_plugins=True)
    for name, when, then in (
        ("import", "The plugin's module raises.", "Tell its author."),
        ("missing", "The plugin's module is not there.", "Install it anew."),
        ("shape", "The plugin's class is no output.", "Tell its author."),
        ("configure", "The plugin refuses all options.", "Tell its author."),
        ("render", "The plugin fails.", "Tell its author."),
        ("type", "The plugin makes neither text nor bytes.", "Tell its author."),
        ("twice", "Two distributions have an output of this name.", "Uninstall one."),
    )
]

_BATCH: Final = [
    Case(
        "batch",
        "photos --resume -f json -o out/k.jsonl -k 5",
        "The file was made with other options.",
        "Give the same ones.",
        first="photos -f json -o out/k.jsonl -k 4",
    ),
    Case(
        "batch",
        "photos --resume -f json -o out/r.jsonl -O json.roles=yes",
        "The file has other fields.",
        "Give the same options.",
        first="photos -f json -o out/r.jsonl",
    ),
    Case(
        "batch",
        "photos --palette gameboy --resume -f json -o out/p.jsonl -k 4",
        "The colors of the file were taken otherwise.",
        "Give the same options.",
        first="photos --palette gameboy -f json -o out/p.jsonl",
    ),
    *_many(
        "batch",
        (
            "photo.jpg plain.png -f blurhash -o out/b.txt",
            "One file of all has another suffix.",
            "Name it as the message says.",
        ),
        ("photos --merge --resume -f json -o out/a.jsonl", "Merging needs all images.", "Leave one out."),
        ("photos --resume -f css -o out/", "Only JSON Lines can be continued.", "Name such a file."),
        ("photos --resume -f json -o none.jsonl", "The file is of something else.", "Name another file."),
        ("photos --resume -f json -o other.jsonl", "The file is of something else.", "Name another file."),
        ("- --merge -f quantized -o out/", "Stdin can be read only once.", "Save it as a file."),
        (
            "photos --resume --require 'distinct>=1' -f json -o out/a.jsonl",
            "Both exclude each other.",
            "Leave one out.",
        ),
        ("cut.png --merge", "None of the images can be read.", "Get them again."),
        ("photo.jpg plain.png --every 2 -f hex", "An option had no effect on any image.", "Leave it out."),
    ),
]

_CHECKING: Final = [
    *_many(
        "checking",
        ("photo.jpg --require contrats>=4.5", "There is no such measure.", "Take the one that is meant."),
        ("photo.jpg --require distinct", "The shell took a part of the rule away.", "Put it in quotes."),
        ("photo.jpg --require 'distinct<=3'", "The sign is the wrong one.", "Write it as the message says."),
        ("photo.jpg --require 'contrast:1/2>7'", "The sign is another one.", "Write the one of the message."),
        ("photo.jpg --require 'apca>=60'", "There is no such measure.", "Write a contrast of WCAG."),
        ("photo.jpg --require 'contrast>=50'", "No contrast is so large.", "Give 1 to 21."),
        ("photo.jpg --require 'difference<=3'", "The rule names no palette.", "Name one after a colon."),
        ("photo.jpg --require 'distinct>=3:brand.gpl'", "The rule takes no palette.", "Leave it out."),
        ("photo.jpg --require 'distinct:dogs>=3'", "There is no such vision.", "Take one that is named."),
        ("photo.jpg --require 'difference:a<=3:brand.gpl'", "The rule takes no colors.", "Leave them out."),
        ("photo.jpg --require 'contrast:text>=3'", "Two colors are compared.", "Name two, with a slash."),
        (
            "photo.jpg --require 'contrast:light.text/dark.text>=3'",
            "The colors are of two modes.",
            "Name two of one mode.",
        ),
        ("photo.jpg --require 'contrast:#12/text>=3'", "A color is none.", "Write 3 or 6 digits."),
        (
            "photo.jpg --require 'contrast:dark.txet/dark.text>=3'",
            "There is no such role.",
            "Take one that is named.",
        ),
        ("photo.jpg --require 'contrast:txet/text>=3'", "There is no such color.", "Take one that is named."),
        ("photo.jpg --require 'difference<=3:missing.gpl'", "The palette does not exist.", "Check its name."),
        (
            "brand.gpl --require 'distinct>=90'",
            "The palette does not keep a rule.",
            "Change it, or the rule.",
        ),
        (
            "brand.gpl --require 'contrast:text/background>=20'",
            "The palette does not keep a rule.",
            "Change it, or the rule.",
        ),
        (
            "brand.gpl --require 'difference<=1:named.gpl'",
            "The palette does not keep a rule.",
            "Change it, or the rule.",
        ),
    ),
    Case(
        "checking",
        "style.css --require 'contrast:ink/paper>=7'",
        "A variable of the rule refers to nothing.",
        "Set the other variable, or import it.",
        sheet=":root { --paper: #fff; --ink: #111; } .dark { --ink: var(--none); }\n",
    ),
    Case(
        "checking",
        "style.css --require 'contrast:ink/paper>=7'",
        "The color below is translucent, so what is seen depends on a third one.",
        "Name an opaque color after the slash.",
        sheet=":root { --paper: #fffc; --ink: #111; }\n",
    ),
    Case(
        "checking",
        "style.css -f contrast -O contrast.of=scheme",
        "The roles of the sheet are not those of a scheme of ours.",
        "Check the pairs of the sheet by rules.",
        sheet=":root { --background: #fff; --foreground: #111; }\n",
    ),
    Case(
        "palettes",
        "style.css -f hex",
        "The variables that a theme refers to are in another file.",
        "Read that file.",
        sheet="@theme inline { --color-ink: var(--ink); }\n",
    ),
]

CASES: Final = (
    *_LINE,
    *_SOURCES,
    *_IMAGES,
    *_COUNTING,
    *_PALETTES,
    *_COLORS,
    *_OUTPUTS,
    *_PLUGINS,
    *_WRITING,
    *_BATCH,
    *_CHECKING,
)
