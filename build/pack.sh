# ./build.sh pack [--here]: everything that users install, into artifacts/packages; with --here only what is for this platform and for any.
source build/version.sh
source build/pack/native.sh
source build/pack/home.sh
source build/pack/launcher.sh
source build/pack/packages.sh
source build/pack/viewer.sh

packages=$artifacts/packages
packages_folder=${NUGET_PACKAGES:-$HOME/.nuget/packages}

pack() {
  local platforms natives left_out=() platform
  build
  if [[ ${1:-} == --here ]]; then
    platforms=("linux-$arch" any) natives=("linux-$arch")
  else
    platforms=(linux-x64 linux-arm64 linux-musl-x64 win-x64 any) natives=(linux-x64 linux-arm64 win-x64 osx-x64 osx-arm64)
  fi
  rm -rf "$packages" "$artifacts/obj/pack/stage"
  mkdir -p "$packages" "$artifacts/obj/pack"
  for platform in "${natives[@]}"; do native_of "$platform" || left_out+=("native/$platform"); done
  for platform in "${platforms[@]}"; do
    if home_of "$(home_platform "$platform")" && launcher_of "$platform" && stage "$platform"; then
      tool_package "$platform"
      tarball "$platform"
      debian_package "$platform"
    else
      left_out+=("$platform")
    fi
  done
  tool_pointer
  runtime_package
  auto_instrumentation_package
  unify_times
  bill_of_materials
  checksums
  ((${#left_out[@]} == 0)) || say "left out, since its compiler cannot be had: ${left_out[*]}"
  say "ready: artifacts/packages, $(cd "$packages" && echo *)"
}

native_of() {
  local rid=$1 out=$artifacts/obj/pack/native/$1
  case $rid in
    "linux-$arch") mkdir -p "$out" && cp "$artifacts/home/native/$rid/libddrun.so" "$out/" ;;
    linux-arm64) native_linux_arm64 ;;
    win-x64) native_win_x64 ;;
    osx-x64) native_osx osx-x64 x86_64-macos x86_64 ;;
    osx-arm64) native_osx osx-arm64 aarch64-macos arm64 ;;
    *) return 1 ;;
  esac
}

# Precompiled code knows no C library, but what it asks of the system is decided when it is precompiled, by the framework of this one: Windows takes
# assemblies as they are.
home_platform() {
  case $1 in
    win-*) echo any ;;
    *) echo "${1/linux-musl-/linux-}" ;;
  esac
}

# stage RID: artifacts/obj/pack/stage/RID/dd-run, as it is unpacked by those who unpack it.
stage() {
  local rid=$1 out=$artifacts/obj/pack/stage/$1/dd-run native
  mkdir -p "$out/home/native"
  cp -r "$artifacts/obj/pack/launcher/$rid" "$out/bin"
  cp -r "$artifacts/obj/pack/home/$(home_platform "$rid")/." "$out/home/"
  put_viewer "$rid" "$out/home/viewer"
  for native in "$artifacts/obj/pack/native"/*; do
    [[ $rid == any || $(basename "$native") == "${rid/linux-musl-/linux-}" ]] && cp -r "$native" "$out/home/native/"
  done
  cp LICENSE build/packages/dd-run/README.md "$out/"
  find "$out" -type f -exec chmod 644 {} +
  find "$out/bin" "$out/home" -maxdepth 2 -name 'dd-run*' ! -name '*.*' -exec chmod 755 {} +
  find "$artifacts/obj/pack/stage/$rid" -exec touch -h -d "@$(commit_time)" {} +
}
