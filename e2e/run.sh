#!/usr/bin/env bash
# Browser journeys, as `cargo xtask test` runs them: see xtask/src/browser.rs for the environment.
# Grows ten fingers nobody has registered, two impressions each, and walks through the pages with them.
set -euo pipefail
cd "$(dirname "$0")"
fingers=$(mktemp -d)
trap 'rm -rf "$fingers"' EXIT
(cd .. && cargo run --quiet --release -p synthetic --example render -- good "$fingers" 10 2 90210)
node journeys.mjs --base "$TANBA_URL" --images "$fingers" --out "$TANBA_OUT" --chromium "$(command -v "$CHROMIUM")"
