# Other platforms on this machine, each a folder artifacts/platforms/NAME in which tests find
#   root/…    what is on it: dd-run, app/FRAMEWORK/Everywhere, rules.json
#   run       starts a command there, by paths relative to root; variables and exit codes pass
#   missing   in place of all that: one line that says why it cannot be had here
# platforms short|all: short has the newest framework only, and the tests do little where a program carries out another processor's or system's.
source build/platforms/arm64.sh
source build/platforms/musl.sh
source build/platforms/roots.sh
source build/platforms/windows.sh

platforms_folder=$artifacts/platforms

platforms() {
  local extent=$1
  mkdir -p "$platforms_folder" "$logs"
  echo "$extent" >"$platforms_folder/extent"
  platform linux-x64 "$extent" linux-x64 host_machine
  platform glibc-2.31 "$extent" linux-x64 old_debian
  [[ $extent != all ]] || platform glibc-2.36 "$extent" linux-x64 new_debian
  platform no-libc "$extent" linux-musl-x64 musl_machine
  platform linux-arm64 "$extent" linux-arm64 arm64_machine
  platform windows "$extent" win-x64 windows_machine
}

# platform NAME EXTENT RID FUNCTION: the function makes `run`, and fails with a reason in $reason.
platform() {
  local name=$1 extent=$2 rid=$3 make=$4 folder=$platforms_folder/$1 framework reason=
  say "platform $name"
  mkdir -p "$folder/root/app" "$folder/cache"
  rm -f "$folder/missing"
  if [[ $(uname -m) != x86_64 ]]; then
    echo "these platforms are made on x64 machines" >"$folder/missing"
    return 0
  fi
  if ! $make "$folder"; then
    echo "${reason:-it cannot be made here}" >"$folder/missing"
    say "platform $name: $(cat "$folder/missing")"
    return 0
  fi
  put_dd_run "$folder" "$rid"
  put_rules "$folder"
  for framework in net10.0 net9.0 net8.0; do
    [[ $extent == all || $framework == net10.0 ]] || continue
    put_app "$folder" "$rid" "$framework"
  done
}

# The newest of each release that the registry has for the platform; empty where it has none.
runtime_version() {
  case $1/$2 in
    */net10.0) echo 10.0.12 ;;
    linux-arm64/net9.0) echo 9.0.23 ;;
    linux-x64/net9.0 | win-x64/net9.0) echo 9.0.22 ;;
    linux-x64/net8.0 | win-x64/net8.0) echo 8.0.33 ;;
    linux-musl-x64/net8.0) echo 8.0.34 ;;
  esac
}

# put_app FOLDER RID FRAMEWORK
put_app() {
  local folder=$1 rid=$2 framework=$3 version published=$artifacts/obj/everywhere/$2/$3
  version=$(runtime_version "$rid" "$framework")
  rm -rf "$folder/root/app/$framework"
  mkdir -p "$folder/root/app/$framework"
  if [[ -z $version ]]; then
    echo "the registry has no runtime of $framework for $rid" >"$folder/root/app/$framework/missing"
    return 0
  fi
  if [[ ! -f $published/published ]] || [[ -n $(find tests/apps/Everywhere -newer "$published/published" -name '*.*' -not -path '*/obj/*' -not -path '*/bin/*' -print -quit) ]]; then
    rm -rf "$published"
    run "everywhere-$rid-$framework" dotnet publish tests/apps/Everywhere -c Release -r "$rid" -p:PlatformFramework="$framework" \
      -p:PlatformRuntime="$version" -o "$published"
    touch "$published/published"
  fi
  cp -rl "$published/." "$folder/root/app/$framework/"
}

# What is installed there; the short form makes do with what has been compiled for this machine, and plain assemblies elsewhere.
put_dd_run() {
  local folder=$1 rid=$2 library=${2/linux-musl-/linux-} home
  rm -rf "$folder/root/dd-run"
  mkdir -p "$folder/root/dd-run"
  if [[ -d $artifacts/obj/pack/stage/$rid/dd-run ]]; then
    cp -r "$artifacts/obj/pack/stage/$rid/dd-run/." "$folder/root/dd-run/"
    return 0
  fi
  home_of any
  native_of "$library" || die "no native library for $library"
  launcher_of "$rid"
  cp -r "$artifacts/obj/pack/launcher/$rid" "$folder/root/dd-run/bin"
  home=$artifacts/obj/pack/home/any
  [[ $library != "linux-$arch" ]] || { home_of "$library" && home=$artifacts/obj/pack/home/$library; }
  cp -r "$home" "$folder/root/dd-run/home"
  mkdir -p "$folder/root/dd-run/home/native"
  cp -r "$artifacts/obj/pack/native/$library" "$folder/root/dd-run/home/native/"
  put_tree "$rid" "$folder/root/dd-run/home/viewer"
}

put_rules() {
  cat >"$1/root/rules.json" <<'EOF'
{ "instrument": [ { "method": "Everywhere.Greeter.Greet(*)", "name": "greet", "resource": "{whom}" } ] }
EOF
}

# runner FOLDER: `run` from standard input.
runner() {
  cat >"$1/run"
  chmod +x "$1/run"
}

# This machine, as what the others are compared with.
host_machine() {
  runner "$1" <<'EOF'
#!/bin/sh
cd "$(dirname "$0")/root" && exec "$@"
EOF
}

# Everything that is packed, on every platform and framework, and a table of it.
test_platforms() {
  local started=$SECONDS
  pack
  platforms all
  say "tests"
  test_project tests/Distribution.Tests
  platform_table "$artifacts/obj/results/Distribution.Tests.trx"
  say "$(((SECONDS - started) / 60)) min $(((SECONDS - started) % 60)) s"
  ((passed + failed > 0)) || failed=1
  ((skipped == 0)) && echo "$passed passed, $failed failed" || echo "$passed passed, $failed failed, $skipped skipped"
  ((failed == 0))
}

# platform_table TRX: one line a platform and framework, one column a behaviour.
platform_table() {
  local trx=$1 cell test outcome
  local tests=(Hello Web Metrics Local ManifestCheck ExitCodes WarmPlans Attach)
  printf '%-12s %-9s' platform framework
  printf ' %-13s' "${tests[@]}"
  printf '\n'
  for cell in {linux-x64,glibc-2.31,glibc-2.36,no-libc,linux-arm64,windows}\ {net8.0,net9.0,net10.0}; do
    printf '%-12s %-9s' $cell
    for test in "${tests[@]}"; do
      outcome=$(grep -o "testName=\"[^\"]*\.$test(platform: &quot;${cell% *}&quot;, framework: &quot;${cell#* }&quot;)\"[^>]*" "$trx" | sed -nE 's/.*outcome="([^"]*)".*/\1/p' | head -1 || true)
      printf ' %-13s' "${outcome:--}"
    done
    printf '\n'
  done
  grep -o 'not made[^<]*\|no runtime of[^<;]*\|windows net8.0, with[^<;]*' "$trx" | sort -u || true
  echo "osx-x64, osx-arm64: compiled, and not run: no program here runs macOS's"
}
