# shellcheck shell=sh
# Sourced by every script here: one voice for what is being done, and one way to stop.

if [ -t 1 ]; then bold='\033[1m' plain='\033[0m'; else bold='' plain=''; fi

# say WHAT: a step begins.  note WHAT: how it went.  stop WHY [WHAT TO DO]...: the end.
say() { printf "$bold==> %s$plain\n" "$*"; }
note() { printf '    %s\n' "$*"; }
stop() {
  printf '\nStopped: %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '    %s\n' "$line" >&2; done
  exit 1
}
