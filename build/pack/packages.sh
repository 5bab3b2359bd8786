# The packages, out of the folders that are staged. One commit makes one set of bytes: names are sorted, times are the commit's.

# nuget NUSPEC FOLDER [NAME=VALUE…]: packs a nuspec of build/packages, whose paths are relative to the folder.
nuget() {
  local template=$1 folder=$2 nuspec=$2/$(basename "$1") pair expression=("-e" "s|@version@|$(version)|g" "-e" "s|@commit@|$(commit)|g"); shift 2
  for pair in "$@"; do expression+=("-e" "s|@${pair%%=*}@|${pair#*=}|g"); done
  sed "${expression[@]}" "$template" >"$nuspec"
  cp LICENSE build/packages/icon.png "$folder/"
  find "$folder" -exec touch -h -d "@$(commit_time)" {} +
  run "pack-$(basename "$template" .nuspec)" dotnet pack "$nuspec" --version "$(version)" -o "$packages"
  rm "$nuspec"
}

# tool_package RID: what `dotnet tool install` fetches for a platform.
tool_package() {
  local rid=$1 folder=$artifacts/obj/pack/stage/tool-$1 framework=any command=dd-run runner=executable
  case $rid in
    any) framework=net10.0 command=dd-run.dll runner=dotnet ;;
    win-*) command=dd-run.exe ;;
  esac
  mkdir -p "$folder/tools/$framework"
  cp -r "$artifacts/obj/pack/stage/$rid/dd-run/bin" "$folder/tools/$framework/$rid"
  cp -r "$artifacts/obj/pack/stage/$rid/dd-run/home" "$folder/tools/$framework/home"
  rm -f "$folder/tools/$framework/any/dd-run"
  cat >"$folder/tools/$framework/$rid/DotnetToolSettings.xml" <<EOF
<?xml version="1.0" encoding="utf-8"?>
<DotNetCliTool Version="2">
  <Commands>
    <Command Name="dd-run" EntryPoint="$command" Runner="$runner" />
  </Commands>
</DotNetCliTool>
EOF
  cp build/packages/dd-run/README.md "$folder/"
  nuget build/packages/dd-run/dd-run.rid.nuspec "$folder" "rid=$rid"
}

# What has the tool's own name, and names the package of each platform.
tool_pointer() {
  local folder=$artifacts/obj/pack/stage/tool rid package
  mkdir -p "$folder/tools/any/any"
  {
    printf '<?xml version="1.0" encoding="utf-8"?>\n<DotNetCliTool Version="2">\n  <Commands>\n    <Command Name="dd-run" />\n  </Commands>\n  <RuntimeIdentifierPackages>\n'
    for package in "$packages"/dd-run.*."$(version)".nupkg; do
      rid=$(basename "$package" ".$(version).nupkg")
      printf '    <RuntimeIdentifierPackage RuntimeIdentifier="%s" Id="%s" />\n' "${rid#dd-run.}" "$rid"
    done
    printf '  </RuntimeIdentifierPackages>\n</DotNetCliTool>\n'
  } >"$folder/tools/any/any/DotnetToolSettings.xml"
  cp build/packages/dd-run/README.md "$folder/"
  nuget build/packages/dd-run/dd-run.nuspec "$folder"
}

tarball() {
  local rid=$1
  deterministic_tar "$artifacts/obj/pack/stage/$rid" dd-run | gzip -9n >"$packages/dd-run-$(version)-$rid.tar.gz"
}

# deterministic_tar FOLDER NAME
deterministic_tar() { tar -C "$1" --sort=name --mtime="@$(commit_time)" --owner=0 --group=0 --numeric-owner --format=gnu -cf - "$2"; }

debian_package() {
  local rid=$1 architecture folder=$artifacts/obj/pack/stage/deb-$1
  case $rid in
    linux-x64) architecture=amd64 ;;
    linux-arm64) architecture=arm64 ;;
    *) return 0 ;;
  esac
  command -v dpkg-deb >/dev/null || { say "no .deb: dpkg-deb is not here"; return 0; }
  mkdir -p "$folder/DEBIAN" "$folder/opt" "$folder/usr/bin" "$folder/usr/share/doc/dd-run"
  cp -r "$artifacts/obj/pack/stage/$rid/dd-run" "$folder/opt/"
  mv "$folder/opt/dd-run/LICENSE" "$folder/usr/share/doc/dd-run/copyright"
  mv "$folder/opt/dd-run/README.md" "$folder/usr/share/doc/dd-run/"
  ln -s ../../opt/dd-run/bin/dd-run "$folder/usr/bin/dd-run"
  sed -e "s/@version@/$(version)/" -e "s/@architecture@/$architecture/" -e "s/@size@/$(du -sk --apparent-size "$folder/opt" | cut -f1)/" \
    build/packages/debian/control >"$folder/DEBIAN/control"
  find "$folder" -type d -exec chmod 755 {} +
  find "$folder" -exec touch -h -d "@$(commit_time)" {} +
  SOURCE_DATE_EPOCH=$(commit_time) run "deb-$rid" dpkg-deb --root-owner-group -Zxz --build "$folder" "$packages/dd-run_$(version)_$architecture.deb"
}

# The library, with documentation, symbols and sources.
runtime_package() {
  run pack-runtime dotnet pack src/Runtime -c Release -o "$packages" -warnaserror
}

auto_instrumentation_package() {
  local folder=$artifacts/obj/pack/stage/auto rid
  mkdir -p "$folder/build" "$folder/home"
  cp build/packages/DdRun.AutoInstrumentation/{DdRun.AutoInstrumentation.targets,dd-run.sh,dd-run.cmd} "$folder/build/"
  cp build/packages/DdRun.AutoInstrumentation/README.md "$folder/"
  for rid in "$artifacts/obj/pack/stage"/*/dd-run/home; do
    rid=$(basename "$(dirname "$(dirname "$rid")")")
    [[ $rid == linux-musl-* ]] || cp -r "$artifacts/obj/pack/stage/$rid/dd-run/home" "$folder/home/$rid"
  done
  # Nobody looks at traces where an app is deployed.
  rm -rf "$folder"/home/*/viewer
  nuget build/packages/DdRun.AutoInstrumentation/DdRun.AutoInstrumentation.nuspec "$folder"
}

# NuGet writes the time of packing on the entries that it makes itself.
unify_times() {
  command -v strip-nondeterminism >/dev/null || install strip-nondeterminism ||
    { say "the packages carry the time at which they were packed: strip-nondeterminism cannot be had"; return 0; }
  run unify-times strip-nondeterminism --type zip --timestamp "$(commit_time)" "$packages"/*.nupkg "$packages"/*.snupkg
}

checksums() { (cd "$packages" && rm -f SHA256SUMS && sha256sum -- * >SHA256SUMS.new && mv SHA256SUMS.new SHA256SUMS); }

# What the packages are made of, by the tool of that standard; our own assemblies need nothing that is not in it.
bill_of_materials() {
  local tool=$artifacts/obj/tools/cyclonedx file shipped=$artifacts/obj/pack/shipped.slnx
  [[ -x $tool/dotnet-CycloneDX ]] || dotnet tool install CycloneDX --version 6.3.1 --tool-path "$tool" >"$logs/cyclonedx-install.log" 2>&1 ||
    { say "no bill of materials: the package CycloneDX cannot be had"; return 0; }
  file=dd-run-$(version).cdx.json
  printf '<Solution>\n  <Project Path="%s" />\n  <Project Path="%s" />\n</Solution>\n' "$PWD/src/Launcher/DdRun.Launcher.csproj" "$PWD/src/Viewer/DdRun.Viewer.csproj" >"$shipped"
  run cyclonedx "$tool/dotnet-CycloneDX" "$shipped" --output "$packages" --filename "$file" --output-format Json \
    --disable-package-restore --exclude-test-projects --no-serial-number --set-name dd-run --set-version "$(version)" --set-type Application
  [[ ! -d $viewer_any/web ]] || node build/pack/page-components.mjs src/Viewer/web/package-lock.json "$packages/$file"
  sed -i "s/\"timestamp\": \"[^\"]*\"/\"timestamp\": \"$(date -u -d "@$(commit_time)" +%FT%TZ)\"/" "$packages/$file"
}
