# The viewer for those platforms that it is not compiled for ahead of time: assemblies, for the runtime of ASP.NET Core that is installed there.

viewer_any=$artifacts/obj/pack/viewer

viewer_of_any() {
  if [[ -d $viewer_any ]] && cmp -s "$artifacts/obj/stamps/viewer" "$artifacts/obj/stamps/viewer-any"; then return 0; fi
  say "viewer, any"
  rm -rf "$viewer_any"
  run viewer-any dotnet publish src/Viewer -c Release -o "$viewer_any" -p:PublishAot=false -p:UseAppHost=false --self-contained false -warnaserror
  [[ ! -d $artifacts/home/viewer/web ]] || cp -r "$artifacts/home/viewer/web" "$viewer_any/"
  cp "$artifacts/obj/stamps/viewer" "$artifacts/obj/stamps/viewer-any"
}

# put_viewer RID FOLDER: beside the one that is compiled for this machine's kind of C library, where that is of use.
put_viewer() {
  local rid=$1 out=$2 native
  viewer_of_any
  [[ $rid == "linux-$arch" ]] || rm -rf "$out"
  mkdir -p "$out"
  cp -r "$viewer_any/." "$out/"
  for native in "$out"/runtimes/*; do
    [[ " $(viewer_natives "$rid") " == *" $(basename "$native") "* ]] || rm -rf "$native"
  done
  put_tree "$rid" "$out"
}

# put_tree RID FOLDER: the tree of --local, compiled for it; for 'any' the viewer draws it.
put_tree() {
  local rid=$1 out=$2 suffix= from=$artifacts/obj/pack/tree/$1
  case $rid in
    any) return 0 ;;
    # It knows no C library.
    "linux-$arch" | "linux-musl-$arch") from=$artifacts/home/viewer ;;
    win-*) suffix=.exe && tree_of "$rid" --self-contained -p:SingleFile=true ;;
    *) tree_of "$rid" || return 0 ;;
  esac
  mkdir -p "$out"
  [[ ! -f $from/dd-run-tree$suffix ]] || cp "$from/dd-run-tree$suffix" "$out/"
}

# tree_of RID OPTION…
tree_of() {
  local rid=$1 out=$artifacts/obj/pack/tree/$1; shift
  if [[ -d $out ]] && cmp -s "$artifacts/obj/stamps/tree" "$artifacts/obj/stamps/tree-$rid"; then return 0; fi
  say "tree, $rid"
  rm -rf "$out"
  run "tree-$rid" dotnet publish src/Tree -c Release -r "$rid" -o "$out" -warnaserror "$@"
  cp "$artifacts/obj/stamps/tree" "$artifacts/obj/stamps/tree-$rid"
}

# SQLite, which --keep writes with, is native code. The archive for Linux serves either C library.
viewer_natives() {
  case $1 in
    any) echo linux-x64 linux-arm64 linux-musl-x64 linux-musl-arm64 win-x64 win-arm64 osx-x64 osx-arm64 ;;
    linux-musl-*) echo "$1" ;;
    linux-*) echo "$1" "${1/linux-/linux-musl-}" ;;
    *) echo "$1" ;;
  esac
}
