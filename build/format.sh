# The style of .editorconfig and native/.clang-format: two checks, each of which names the files that it is about.

test_format() {
  say "formatting"
  local log=$logs/format.log bad=0
  dotnet format whitespace dd-run.slnx --verify-no-changes --no-restore >"$log" 2>&1 || bad=1
  ((bad == 0)) || { sed -nE 's/^(.*)\(([0-9]+),[0-9]+\): error (WHITESPACE|ENDOFLINE|FINALNEWLINE|CHARSET).*/\1:\2/p' "$log" | sort -u | head -50 | grep . || tail -20 "$log"; } >&2
  ((bad == 0)) || say "mend with: dotnet format whitespace dd-run.slnx"
  count "formatting, C#" $((1 - bad)) "$bad" 0

  if ! command -v clang-format >/dev/null; then
    count "formatting, C++" 0 0 1
    return
  fi
  log=$logs/format-native.log bad=0
  find native -name '*.cpp' -o -name '*.h' | xargs clang-format --dry-run -Werror >"$log" 2>&1 || bad=1
  ((bad == 0)) || { sed -nE 's/^([^:]+:[0-9]+):.*(error|warning).*/\1/p' "$log" | sort -u | head -50; } >&2
  ((bad == 0)) || say "mend with: clang-format -i FILE…"
  count "formatting, C++" $((1 - bad)) "$bad" 0
}
