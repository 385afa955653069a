#!/bin/sh
# Chromium for the browser journeys: found, installed where we may, or asked for in one sentence.
set -eu
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o DPkg::Lock::Timeout=400 -qq update
  exec apt-get -o DPkg::Lock::Timeout=400 install -y -qq chromium
fi
echo "The browser journeys need Chromium: as root, run 'apt-get install chromium', then 'make test' again." >&2
exit 1
