#!/usr/bin/env bash
# Installs the programs that the tests beside it load our files into: CONSUMERS=FOLDER tests/consumers/install.sh [light|all]
# light (the default) takes about 500 MB in FOLDER and 450 MB of Debian packages; all takes 1.6 GB of packages more.
set -euo pipefail
: "${CONSUMERS:?names the folder to install into, such as CONSUMERS=/tmp/consumers}"
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$CONSUMERS"
cd "$CONSUMERS"

# What Debian has, as PROGRAM=PACKAGE: only what is missing is installed. ImageMagick is known by its mogrify, since
# other programs are called convert too.
light=(chromium=chromium gcc=gcc aapt2=aapt rsvg-convert=librsvg2-bin mogrify=imagemagick pngquant=pngquant npm=npm
  kitty=kitty tmux=tmux dconf=dconf-cli nvim=neovim kreadconfig5=libkf5config-bin ppmmake=netpbm)
heavy=(Rscript=r-base-core octave-cli=octave gimp=gimp inkscape=inkscape krita=krita soffice=libreoffice-draw
  pdflatex=texlive-latex-base Xvfb=xvfb xterm=xterm xrdb=x11-xserver-utils foot=foot weston=weston konsole=konsole
  gmt=gmt scribus=scribus gdaldem=gdal-bin ffmpeg=ffmpeg)
# What these need beside them: scripting, a color picker, styles.
beside=(r-cran-ggplot2 python3-pyqt5 python3-sip libreoffice-impress python3-uno texlive-latex-recommended
  texlive-pictures xauth python3-qgis)

wanted=("${light[@]}")
packages=()
case ${1:-light} in
  light) ;;
  all) wanted+=("${heavy[@]}") packages=("${beside[@]}") ;;
  *) echo "usage: CONSUMERS=FOLDER $0 [light|all]" >&2; exit 2 ;;
esac
for pair in "${wanted[@]}"; do
  command -v "${pair%%=*}" > /dev/null || packages+=("${pair#*=}")
done

# GTK is no program: Debian's Python has it or not.
/usr/bin/python3 -c "import gi; gi.require_version('Gtk', '4.0')" 2> /dev/null || packages+=(python3-gi gir1.2-gtk-4.0)

from_debian() {
  [ ${#packages[@]} -gt 0 ] || return 0
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=5 -o DPkg::Lock::Timeout=300)
  if [ "$(id -u)" != 0 ]; then
    apt=(sudo -n "${apt[@]}")
    sudo -n true || { echo "as root: apt-get install --no-install-recommends ${packages[*]}" >&2; return 1; }
  fi
  "${apt[@]}" update
  "${apt[@]}" install -y --no-install-recommends "${packages[@]}"
}

from_npm() {
  mkdir -p npm
  cp "$here/package.json" npm/
  npm install --prefix npm --no-audit --no-fund --no-update-notifier --loglevel=error --fetch-retries=5
}

# `swatch` and `adobe-color-swatch` are imported by one name.
from_pypi() {
  for environment in python python-ase; do
    if command -v uv > /dev/null; then # it takes a tenth of the time
      uv venv --quiet --clear --no-project --python "$(command -v python3)" "$environment"
      uv pip install --quiet --python "$environment/bin/python" -r "$here/$environment.txt"
    else
      python3 -m venv "$environment"
      "$environment/bin/pip" install --quiet --disable-pip-version-check --retries 5 -r "$here/$environment.txt"
    fi
  done
}

# Both npm and Debian's packages take their time from the network: they go side by side, once npm is there.
if ! command -v npm > /dev/null; then from_debian; fi
jobs=()
for source in from_debian from_npm from_pypi; do
  "$source" > "$source.log" 2>&1 &
  jobs+=("$source=$!")
done
failed=
for job in "${jobs[@]}"; do
  wait "${job#*=}" || { failed=1; echo "--- ${job%%=*} failed:" >&2; tail -n 40 "${job%%=*}.log" >&2; }
done
[ -z "$failed" ]
echo "installed in $CONSUMERS"
