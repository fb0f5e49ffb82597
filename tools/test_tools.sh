#!/bin/sh
# The tests open reports in Chromium and compare frames with ffprobe: finds both, installs what is missing with the
# system's package manager where it may, and otherwise says in one line how.
set -eu

has_browser() {
    [ -n "${CHROMIUM:-}" ] && [ -x "${CHROMIUM:-}" ] && return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

missing=""
has_browser || missing="chromium"
command -v ffprobe >/dev/null 2>&1 || missing="$missing ffmpeg"
[ -z "$missing" ] && exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null && as_root="sudo -n" || as_root="no"
fi
if [ "$as_root" != "no" ]; then
    echo "installing for the tests:$([ "${missing# }" = "$missing" ] && echo " ")$missing"
    if command -v apt-get >/dev/null 2>&1; then
        $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
    elif command -v dnf >/dev/null 2>&1; then
        $as_root dnf install -y -q $missing
    elif command -v pacman >/dev/null 2>&1; then
        $as_root pacman -S --noconfirm --needed $missing
    elif command -v apk >/dev/null 2>&1; then
        $as_root apk add -q $missing
    elif command -v brew >/dev/null 2>&1; then
        brew install $missing
    fi
fi
if has_browser && command -v ffprobe >/dev/null 2>&1; then
    exit 0
fi
echo "the tests need Chromium and ffprobe; install them (Debian, Ubuntu: apt-get install chromium ffmpeg) or set CHROMIUM to a browser's path" >&2
exit 1
