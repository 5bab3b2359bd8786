#!/usr/bin/env bash
# ./build.sh [build|test|demo [--ui]|bench|pack|clean]: everything there is to do here, from a clean clone on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

artifacts=$PWD/artifacts
logs=$artifacts/logs
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }
die() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

case "$(uname -m)" in
  x86_64) arch=x64 ;;
  aarch64 | arm64) arch=arm64 ;;
  *) die "no build for $(uname -m) yet" ;;
esac
profiler=libddrun.so
if [[ $(uname -s) == Darwin ]]; then rid=osx-$arch profiler=libddrun.dylib
elif ldd --version 2>&1 | grep -qi musl; then rid=linux-musl-$arch
else rid=linux-$arch; fi

# GNU's and busybox' stat take one format, that of BSD and macOS another.
if stat -c %y . >/dev/null 2>&1; then file_times=(stat -c '%n %y'); else file_times=(stat -f '%N %Fm'); fi

# install PACKAGE…: from Debian, when that is possible without asking anybody.
install() {
  local root=()
  command -v apt-get >/dev/null || return 1
  ((EUID == 0)) || root=(sudo -n)
  say "installing $*"
  "${root[@]}" apt-get update -q >/dev/null 2>&1 || true
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -qy --no-install-recommends "$@" >/dev/null 2>&1
}

need() {
  local missing=()
  command -v cmake >/dev/null || missing+=(cmake)
  command -v g++ >/dev/null || missing+=(g++)
  command -v make >/dev/null || missing+=(make)
  command -v curl >/dev/null || missing+=(curl)
  if ((${#missing[@]})); then
    install "${missing[@]}" || die "please install: ${missing[*]}"
  fi
  command -v dotnet >/dev/null || die "the .NET 10 SDK is needed: https://dot.net/download"
}

# run NAME COMMAND…: keeps the output in artifacts/logs/NAME.log and shows it only when the command fails.
run() {
  local name=$1; shift
  mkdir -p "$logs"
  if ! "$@" >"$logs/$name.log" 2>&1; then
    cat "$logs/$name.log" >&2
    die "failed: $*"
  fi
}

# stale NAME PATH…: false when nothing under the paths has changed since `fresh NAME`.
stale() {
  local stamp=$artifacts/obj/stamps/$1; shift
  mkdir -p "$artifacts/obj/stamps"
  find "$@" Directory.* \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -exec "${file_times[@]}" {} + | sort >"$stamp.new"
  ! cmp -s "$stamp" "$stamp.new"
}
fresh() { mv "$artifacts/obj/stamps/$1.new" "$artifacts/obj/stamps/$1"; }

# configure NAME TREE OPTION…: a tree whose sources were moved or copied is made anew.
configure() {
  local name=$1 tree=$2; shift 2
  grep -qsx "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD/native" "$tree/CMakeCache.txt" || rm -rf "$tree"
  run "$name" cmake -S native -B "$tree" "$@"
}

build_native() {
  [[ -f native/CMakeLists.txt ]] || return 0
  stale native native || [[ ! -f $artifacts/home/native/$rid/$profiler ]] || return 0
  say "native profiler"
  configure native-configure "$artifacts/obj/native" -DCMAKE_BUILD_TYPE=Release
  run native-build cmake --build "$artifacts/obj/native" --parallel
  mkdir -p "$artifacts/home/native/$rid"
  # A new file and not new content: the old one may be mapped into a running process.
  rm -f "$artifacts/home/native/$rid/$profiler"
  cp "$(find "$artifacts/obj/native" -name $profiler -print -quit)" "$artifacts/home/native/$rid/"
  fresh native
}

build_home() {
  stale home src/Home.proj src/Runtime src/Instrumentation build/ResolveForwards || return 0
  say "in-process assemblies for .NET 8, 9 and 10"
  run home dotnet build src/Home.proj -restore
  fresh home
}

build_launcher() {
  stale launcher src/Launcher src/Instrumentation src/Runtime dd-run.schema.json || return 0
  say "launcher, ahead of time"
  run launcher dotnet publish src/Launcher -c Release -r "$rid" -o "$artifacts/obj/launcher" -warnaserror
  mkdir -p "$artifacts/bin"
  rm -f "$artifacts/bin/dd-run"
  cp "$artifacts/obj/launcher/dd-run" "$artifacts/bin/"
  fresh launcher
}

# The page, with Node from Debian where it is missing; false where that cannot be had.
build_page() {
  local web=src/Viewer/web version
  command -v npm >/dev/null || install nodejs npm || true
  version=$(node --version 2>/dev/null || true)
  if ! command -v npm >/dev/null || [[ ! $version =~ ^v([0-9]+) ]] || ((BASH_REMATCH[1] < 20)); then
    say "no page in the viewer: it needs Node 20 and npm, here is ${version:-none}"
    return 1
  fi
  if ! (npm --prefix $web ci --no-audit --no-fund && npm --prefix $web run build -- --outDir "$artifacts/obj/page" --emptyOutDir) >"$logs/page.log" 2>&1; then
    say "no page in the viewer: see artifacts/logs/page.log"
    return 1
  fi
}

build_viewer() {
  stale viewer src/Viewer || [[ ! -x $artifacts/home/viewer/dd-run-view ]] || return 0
  say "viewer, ahead of time"
  local target=$artifacts/obj/viewer
  rm -rf "$target"
  mkdir -p "$logs" "$artifacts/home/viewer"
  if ! dotnet publish src/Viewer -c Release -r "$rid" -o "$target" -warnaserror >"$logs/viewer.log" 2>&1; then
    # As with the launcher's, the compiler's package is not to be had for every platform.
    say "viewer, for the runtime that is installed"
    run viewer dotnet publish src/Viewer -c Release -r "$rid" -o "$target" -warnaserror -p:PublishAot=false --self-contained false
  fi
  rm -rf "$artifacts/home/viewer"
  cp -r "$target" "$artifacts/home/viewer"
  if build_page; then cp -r "$artifacts/obj/page" "$artifacts/home/viewer/web"; fi
  fresh viewer
}

# The tree of --local alone, so small that it starts at once; where its compiler cannot be had, the viewer draws it.
build_tree() {
  stale tree src/Tree src/Viewer || [[ ! -x $artifacts/home/viewer/dd-run-tree ]] || return 0
  say "tree, ahead of time"
  local target=$artifacts/obj/tree
  rm -rf "$target" "$artifacts/home/viewer/dd-run-tree"
  if dotnet publish src/Tree -c Release -r "$rid" -o "$target" -warnaserror >"$logs/tree.log" 2>&1; then
    cp "$target/dd-run-tree" "$artifacts/home/viewer/"
  else
    say "no program for the tree alone: see artifacts/logs/tree.log"
  fi
  fresh tree
}

build() {
  need
  build_native
  build_home
  build_launcher
  build_viewer
  build_tree
}

passed=0 failed=0 skipped=0
# count NAME PASSED FAILED SKIPPED
count() {
  printf '   %-24s %6d passed, %d failed%s\n' "$1" "$2" "$3" "$( (($4)) && echo ", $4 skipped")" >&2
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
}

test_native() {
  [[ -f native/CMakeLists.txt ]] || return 0
  local tree=$artifacts/obj/native-tests log=$logs/native-tests.log total=0 bad=0
  configure native-tests-configure "$tree" -DCMAKE_BUILD_TYPE=Debug -DDDRUN_TESTS=ON -DDDRUN_SANITIZE=ON
  run native-tests-build cmake --build "$tree" --parallel
  (cd "$tree" && ctest --output-on-failure) >"$log" 2>&1 || bad=1
  read -r bad total < <(sed -nE 's/.* ([0-9]+) tests? failed out of ([0-9]+).*/\1 \2/p' "$log") || { total=1 bad=1; }
  ((bad == 0)) || cat "$log" >&2
  count native $((total - bad)) "$bad" 0
}

test_project() {
  local name results trx status=0
  name=$(basename "$1") results=$artifacts/obj/results
  local log=$logs/$name.log
  trx=$results/$name.trx
  mkdir -p "$results"
  rm -f "$trx"
  dotnet test "$1" -c Release --logger "trx;LogFileName=$trx" --logger "console;verbosity=normal" >"$log" 2>&1 || status=$?
  local counters ok=0 bad=0 all=0
  counters=$(grep -o '<Counters [^>]*' "$trx" 2>/dev/null || true)
  if [[ -n $counters ]]; then
    all=$(sed -E 's/.* total="([0-9]+)".*/\1/' <<<"$counters")
    ok=$(sed -E 's/.* passed="([0-9]+)".*/\1/' <<<"$counters")
    bad=$(sed -E 's/.* failed="([0-9]+)".*/\1/' <<<"$counters")
  fi
  # A test host that crashed, or a project that did not compile, has no failed test to show.
  ((status == 0 || bad > 0)) || bad=1
  if ((bad)); then
    grep -E -A 12 '^  Failed |error [A-Z]+[0-9]+|aborted|crash' "$log" | grep -v '^  Passed ' | cut -c1-400 | head -150 >&2 || tail -40 "$log" >&2
  fi
  count "$name" "$ok" "$bad" $((all - ok - bad > 0 ? all - ok - bad : 0))
}

# The viewer's page in a real browser, with a real program behind it.
test_browser() {
  local name=Viewer.Browser log=$logs/Viewer.Browser.log ok=0 bad=0 skipped=0
  if [[ ! -f $artifacts/home/viewer/web/index.html ]] || ! command -v chromium >/dev/null; then
    say "no browser tests: they need the viewer's page, chromium and Node 20"
    return
  fi
  run browser-packages npm --prefix tests/Viewer.Browser ci --no-audit --no-fund
  run sandwich-shop dotnet build samples/SandwichShop -c Release -o "$artifacts/samples/SandwichShop"
  (cd tests/Viewer.Browser && timeout 600 node --test --test-concurrency=1 --test-reporter=tap) >"$log" 2>&1 || bad=1
  ok=$(sed -nE 's/^# pass ([0-9]+)$/\1/p' "$log") skipped=$(sed -nE 's/^# skipped ([0-9]+)$/\1/p' "$log")
  ((bad == 0)) || { bad=$(sed -nE 's/^# fail ([0-9]+)$/\1/p' "$log"); grep -A 25 '^not ok' "$log" | head -150 >&2; }
  count "$name" "${ok:-0}" "${bad:-1}" "${skipped:-0}"
}

# Real servers and other implementations to test against. Tests whose package cannot be had are skipped and say so.
need_for_tests() {
  local missing=()
  [[ -x /usr/lib/postgresql/15/bin/postgres ]] || missing+=(postgresql)
  [[ -x /usr/sbin/mariadbd ]] || missing+=(mariadb-server)
  [[ -x /usr/bin/redis-server ]] || missing+=(redis-server)
  [[ -d /usr/lib/rabbitmq ]] || missing+=(rabbitmq-server)
  [[ -x /usr/sbin/firebird && -x /usr/bin/isql-fb ]] || missing+=(firebird3.0-server firebird3.0-utils)
  [[ -x /usr/sbin/nats-server || -x /usr/bin/nats-server ]] || missing+=(nats-server)
  compgen -G '/usr/lib/*/librdkafka.so.1' >/dev/null || missing+=(librdkafka1)
  # SQL Server's clients refuse to work without cultures.
  compgen -G '/usr/lib/*/libicuuc.so.*' >/dev/null || missing+=(libicu72)
  command -v netdata >/dev/null || missing+=(netdata)
  command -v clang-format >/dev/null || missing+=(clang-format)
  [[ -d /usr/lib/python3/dist-packages/msgpack ]] || missing+=(python3-msgpack)
  command -v chromium >/dev/null || missing+=(chromium)
  ((${#missing[@]} == 0)) || install "${missing[@]}" || say "not installed: ${missing[*]}"
  [[ -x $artifacts/tools/pwsh ]] || dotnet tool install PowerShell --version 7.6.9 --tool-path "$artifacts/tools" >"$logs/powershell.log" 2>&1 || say "not installed: PowerShell"
}

tests() {
  if [[ ${1:-} == --platforms ]]; then test_platforms; return; fi
  if [[ ${1:-} == --live ]]; then test_live; return; fi
  [[ -z ${1:-} ]] || die "usage: ./build.sh test [--platforms|--live]"
  build
  need_for_tests
  pack --here
  platforms short
  mkdir -p "$logs"
  say "tests"
  test_format
  test_native
  local project
  for project in tests/*.Tests; do test_project "$project"; done
  test_browser
  ((passed + failed > 0)) || failed=1
  ((skipped == 0)) && echo "$passed passed, $failed failed" || echo "$passed passed, $failed failed, $skipped skipped"
  ((failed == 0))
}

demo() {
  build
  run sandwich-shop dotnet build samples/SandwichShop -c Release -o "$artifacts/samples/SandwichShop"
  samples/SandwichShop/demo.sh "$@"
}

# explore [--rounds N] [--no-compile] [PACKAGE…]: real tools from NuGet, plain and under dd-run, and a table of how they differ: artifacts/exploration.md.
explore() {
  build
  say "exploring real tools"
  dotnet run -c Release --project tests/Exploration -- "$@"
}

source build/bench.sh
source build/format.sh
source build/live.sh
source build/pack.sh
source build/platforms.sh

clean() {
  rm -rf artifacts
  find src tests samples benchmarks -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
}

# In braces, so that all of it has been read when it begins: the file may change meanwhile.
{
  case "${1:-build}" in
    build) build; say "ready: artifacts/bin/dd-run" ;;
    test) tests "${@:2}" ;;
    demo) demo "${@:2}" ;;
    pack) pack "${@:2}" ;;
    bench) bench "${@:2}" ;;
    explore) explore "${@:2}" ;;
    clean) clean ;;
    *) die "usage: ./build.sh [build|test|demo|bench|explore|pack|clean]" ;;
  esac
  exit
}
