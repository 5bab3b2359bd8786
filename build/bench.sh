# ./build.sh bench [NAME…]: runs benchmarks and writes what they say to docs/benchmarks.md. Without a name all but the soaks, which take ten minutes.

bench_page=docs/benchmarks.md
bench_programs="startup tool aspnetcore libraries viewer page"
bench_parts="spans disabled encoding opentelemetry unsampled overload counting hanging weaving live increments meters cycle footprint"

need_for_bench() {
  local missing=()
  command -v wrk >/dev/null || missing+=(wrk)
  [[ -x /usr/lib/postgresql/15/bin/postgres ]] || missing+=(postgresql)
  [[ -x /usr/bin/redis-server ]] || missing+=(redis-server)
  [[ " $* " != *" page "* ]] || command -v chromium >/dev/null || missing+=(chromium)
  ((${#missing[@]} == 0)) || install "${missing[@]}" || die "please install: ${missing[*]}"
}

bench() {
  local name names=("$@")
  ((${#names[@]})) || read -ra names <<<"$bench_programs $bench_parts"
  for name in "${names[@]}"; do
    [[ " $bench_programs $bench_parts soak live-soak live-soak-web " == *" $name "* ]] || die "no benchmark '$name': $bench_programs $bench_parts soak live-soak live-soak-web"
  done
  build
  need_for_bench "${names[@]}"
  mkdir -p "$logs"
  for name in "${names[@]}"; do
    local log=$logs/bench-$name.log status=0 program=(dotnet run -c Release --project)
    case $name in
      startup) program+=(benchmarks/Startup) ;;
      tool)
        bench_tool
        program+=(benchmarks/Startup -- tool "$artifacts/obj/bench-tool/dd-run")
        ;;
      aspnetcore) program+=(benchmarks/AspNetCore) ;;
      libraries) program+=(benchmarks/Libraries) ;;
      viewer) program+=(benchmarks/Viewer) ;;
      page)
        run browser-packages npm --prefix tests/Viewer.Browser ci --no-audit --no-fund
        program=(node benchmarks/Viewer/page.mjs)
        ;;
      *) program+=(benchmarks/DdRun.Benchmarks.csproj -- "$name") ;;
    esac
    say "benchmark $name"
    "${program[@]}" </dev/null | tee "$log" || status=$?
    # A bar that is missed ends a program with 1: the page says so as well.
    ((status <= 1)) || die "benchmark $name ended with $status"
    [[ -s $log ]] || die "benchmark $name said nothing"
    bench_write "$name" "$log"
  done
  say "written: $bench_page"
}

# The tool as a user gets it, out of the packages that are made here.
bench_tool() {
  pack
  rm -rf "$artifacts/obj/bench-tool"
  run bench-tool env NUGET_PACKAGES="$artifacts/obj/bench-tool/packages" dotnet tool install dd-run --tool-path "$artifacts/obj/bench-tool" --source "$artifacts/packages"
}

bench_machine() {
  local cpu memory
  cpu=$(sed -nE 's/^model name[^:]*: *//p' /proc/cpuinfo | head -1)
  memory=$(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo)
  printf '%s, %s × %s, %s, Linux %s, .NET %s, %s' "$(date -u +%Y-%m-%d)" "$(nproc)" "${cpu:-$(uname -m)}" "$memory" "$(uname -r | cut -d- -f1)" \
    "$(dotnet --list-runtimes | sed -nE 's/^Microsoft.NETCore.App (10[^ ]*).*/\1/p' | tail -1)" "$(git rev-parse --short HEAD 2>/dev/null || echo 'no commit')"
}

# bench_write NAME LOG: puts the section of a benchmark in place of the one before, without what the compiler says.
bench_write() {
  local section=$artifacts/obj/bench-section begin="<!-- begin $1 -->" end="<!-- end $1 -->"
  { echo "$begin"; echo "### $1"; echo; bench_machine; printf ':\n\n```\n'; sed -E '/warning [A-Z]+[0-9]+:/d; s/\x1b\[[0-9;]*m//g; s/[[:space:]]+$//' "$2" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'; printf '```\n'; echo "$end"; } >"$section"
  if grep -qxF "$begin" "$bench_page"; then
    awk -v begin="$begin" -v end="$end" -v file="$section" '
      $0 == begin { while ((getline line < file) > 0) print line; skip = 1 }
      !skip { print }
      $0 == end { skip = 0 }' "$bench_page" >"$bench_page.new"
    mv "$bench_page.new" "$bench_page"
  else
    { echo; cat "$section"; } >>"$bench_page"
  fi
}
