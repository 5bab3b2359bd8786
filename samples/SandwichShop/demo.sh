#!/usr/bin/env bash
# Opens the shop under `dd-run --local`, orders some sandwiches, closes it with SIGTERM. Called by `./build.sh demo`.
# With --ui the traces are on a page, and the shop stays open until Ctrl-C.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$PWD/../..
shop=$(realpath "$root/artifacts/samples/SandwichShop")

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }

export ASPNETCORE_URLS=http://127.0.0.1:0 DOTNET_NOLOGO=1
options=(--local "$@")
say "dd-run ${options[*]} --service sandwich-shop dotnet SandwichShop.dll"
coproc SHOP { cd "$shop" && exec "$(realpath "$root/artifacts/bin/dd-run")" "${options[@]}" --service sandwich-shop dotnet SandwichShop.dll; }
pid=$SHOP_PID
trap 'kill -KILL "$pid" 2>/dev/null || true' EXIT
exec {output}<&"${SHOP[0]}"

read -r line <&"$output"
echo "$line"
url=$(grep -oE 'http://[^/]+' <<<"$line")

for path in /sandwich/blt /sandwich/cheese /sandwich/unicorn /orders; do
  say "curl $url$path"
  curl -sS "$url$path"
  echo
done

if [[ ${1:-} == --ui ]]; then
  say "the shop and its page stay open until Ctrl-C; the page's address stands above"
  wait "$pid"
fi

say "kill -TERM $pid"
kill -TERM "$pid"
status=0
wait "$pid" || status=$?
trap - EXIT
echo "dd-run ended with the shop's exit code: $status"
exit "$status"
