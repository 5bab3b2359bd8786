#!/bin/sh
# sh dd-run.sh dotnet MyApp.dll: starts a command with the tracing that lies beside this file.
here=$(cd "$(dirname "$0")" && pwd)
case $(uname -m) in
  x86_64) processor=x64 ;;
  aarch64 | arm64) processor=arm64 ;;
  *) processor=$(uname -m) ;;
esac
case $(uname -s) in
  Darwin) library=$here/dd-run/home/native/osx-$processor/libddrun.dylib ;;
  *) library=$here/dd-run/home/native/linux-$processor/libddrun.so ;;
esac
hook=$here/dd-run/home/hook/DdRun.StartupHook.dll
if [ -f "$library" ] && [ -f "$hook" ]; then
  export CORECLR_ENABLE_PROFILING=1
  export CORECLR_PROFILER='{8C5A1E0B-3D0F-4C1E-9E57-6B2D7F41D0A7}'
  export CORECLR_PROFILER_PATH="$library"
  export DOTNET_STARTUP_HOOKS="${DOTNET_STARTUP_HOOKS:+$DOTNET_STARTUP_HOOKS:}$hook"
else
  echo "dd-run: not tracing: $library is missing" >&2
fi
exec "$@"
