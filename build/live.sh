# ./build.sh test --live: what the tests of live commands have the corners of, in full. Every command in every kind of app, build, runtime, packing and
# way of starting; and ten times as many kills, with how long methods stay woven afterwards. It takes about a quarter of an hour.

test_live() {
  local framework configuration packing name apps=() log=$logs/live.log
  build
  mkdir -p "$logs"
  say "apps in all builds"
  run live-tests dotnet build tests/EndToEnd.Tests -c Release
  for framework in net10.0 net9.0 net8.0; do
    for configuration in Release Debug; do
      for packing in '' -single-file -self-contained -self-contained-single-file; do
        # Of the older runtimes there is but what an app brings along.
        [[ $framework == net10.0 || $packing == -self-contained* ]] || continue
        name=Bakery-$framework-$configuration$packing
        apps+=("$name")
        [[ -d $artifacts/tests/$name ]] || run "live-$name" dotnet publish tests/apps/Bakery -c "$configuration" -f "$framework" -o "$artifacts/tests/$name" \
          -p:SelfContained="$([[ $packing == -self-contained* ]] && echo true || echo false)" -p:PublishSingleFile="$([[ $packing == *-single-file ]] && echo true || echo false)"
      done
    done
  done
  say "every command in ${#apps[@]} builds, and kills"
  local status=0
  DD_RUN_LIVE_APPS="${apps[*]}" DD_RUN_LIVE_KILLS=10 dotnet test tests/EndToEnd.Tests -c Release --no-build --logger "console;verbosity=detailed" \
    --filter 'FullyQualifiedName~Live.Everywhere|FullyQualifiedName~Live.Kills' >"$log" 2>&1 || status=$?
  grep -E -A 12 '^  Failed ' "$log" | cut -c1-400 | head -150 >&2 || true
  grep -E '^ *[0-9]+ (commands|terminals|targets) |^ *(Passed|Failed): +[0-9]|^Total tests' "$log"
  return $status
}
