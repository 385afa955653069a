#!/bin/sh
# Writes requirements/*.txt: exact versions with hashes, no index address. Run from the repository's root.
set -eu
compile() {
  output=$1
  shift
  uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
    --no-header --no-emit-index-url --no-emit-find-links --output-file "$output" "$@"
}
compile requirements/dev.txt --extra clinic --group dev
compile requirements/clinic.txt --extra clinic --group build --constraint requirements/dev.txt
