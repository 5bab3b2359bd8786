# The command itself, for each platform: artifacts/obj/pack/launcher/RID.

launcher_of() {
  local rid=$1 out=$artifacts/obj/pack/launcher/$1
  if [[ $rid == "linux-$arch" ]]; then
    mkdir -p "$out"
    cp "$artifacts/bin/dd-run" "$out/"
    return 0
  fi
  if cmp -s "$artifacts/obj/stamps/launcher" "$artifacts/obj/stamps/launcher-$rid" && [[ -d $out ]]; then return 0; fi
  say "launcher, $rid"
  rm -rf "$out"
  case $rid in
    linux-musl-x64) launcher_of linux-x64 && cp -r "$artifacts/obj/pack/launcher/linux-x64" "$out" ;;
    linux-arm64)
      command -v aarch64-linux-gnu-gcc >/dev/null || install g++-aarch64-linux-gnu || return 1
      publish_launcher "$rid" "$out" -r "$rid" ;;
    # Windows' linker runs on Windows only: here it is one file with its own runtime.
    win-x64) publish_launcher "$rid" "$out" -r "$rid" --self-contained -p:SingleFile=true ;;
    any) publish_launcher "$rid" "$out" -p:UseAppHost=false ;;
    *) die "no launcher for $rid" ;;
  esac
  find "$out" \( -name '*.pdb' -o -name '*.dbg' -o -name '*.xml' \) -delete
  cp "$artifacts/obj/stamps/launcher" "$artifacts/obj/stamps/launcher-$rid"
}

# publish_launcher RID FOLDER OPTION…
publish_launcher() {
  local rid=$1 out=$2; shift 2
  # One framework of the libraries, whose runtime the registry has for each platform.
  run "launcher-$rid" dotnet publish src/Launcher -c Release -o "$out" -p:InProcessFrameworks=net10.0 -p:AllowedReferenceRelatedFileExtensions=none -p:GenerateDocumentationFile=false -warnaserror "$@"
}
