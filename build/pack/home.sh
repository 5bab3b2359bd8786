# What gets injected, for each platform, out of the assemblies that `./build.sh build` has compiled.

frameworks=(net8.0 net9.0 net10.0)

# home_of RID: the assemblies in artifacts/obj/pack/home/RID, precompiled for it, or for 'any' as they are.
home_of() {
  local rid=$1 out=$artifacts/obj/pack/home/$1 framework
  if [[ $rid != "linux-$arch" && -d $out ]] && cmp -s "$artifacts/obj/stamps/home" "$artifacts/obj/stamps/home-$rid"; then return 0; fi
  say "in-process assemblies, $rid"
  rm -rf "$out"
  if [[ $rid == any ]]; then
    run home-any dotnet build src/Home.proj -restore -p:Plain=true -p:HomeFolder="$out/"
  elif [[ $rid == "linux-$arch" ]]; then
    mkdir -p "$out"
    cp -r "$artifacts/home/hook" "${frameworks[@]/#/$artifacts/home/}" "$out/"
    [[ ! -d $artifacts/home/viewer ]] || cp -r "$artifacts/home/viewer" "$out/"
  else
    home_of any
    mkdir -p "$out"
    cp -r "$artifacts/obj/pack/home/any/hook" "$out/"
    for framework in "${frameworks[@]}"; do precompile "$framework" "$rid" "$out/$framework"; done
  fi
  cp "$artifacts/obj/stamps/home" "$artifacts/obj/stamps/home-$rid"
}

# The compiler for precompiled code knows every processor, and the names of the framework's that the code is tied to are the same for all of them;
# what else it supposes is checked when it is loaded. Not so which system it is (OperatingSystem.IsLinux), which is decided here and now.
precompile() {
  local framework=$1 rid=$2 out=$3 here=linux-$arch version compiler assembly resolved=$artifacts/obj/pack/resolved/$1 folder references=() options=()
  version=${framework#net}
  compiler=$(newest "$packages_folder/microsoft.netcore.app.crossgen2.$here/$version"*)/tools/crossgen2
  for folder in "$artifacts/obj/pack/home/any/$framework" \
    "$(newest "$packages_folder/microsoft.netcore.app.runtime.$here/$version"*)/runtimes/$here/lib/$framework" \
    "$(newest "$packages_folder/microsoft.aspnetcore.app.runtime.$here/$version"*)/runtimes/$here/lib/$framework"; do
    references+=("$folder"/*.dll)
    options+=(-r "$folder/*.dll")
  done
  mkdir -p "$out" "$resolved"
  # As src/Home.proj does for this platform.
  printf '%s\n' "${references[@]}" >"$resolved/references"
  run "resolve-$rid-$framework" dotnet build/ResolveForwards/bin/Release/net10.0/ResolveForwards.dll "$resolved" "$resolved/references" \
    "$artifacts/obj/pack/home/any/$framework"/*.dll
  for assembly in "$resolved"/*.dll; do
    run "precompile-$rid-$framework-$(basename "$assembly" .dll)" "$compiler" "$assembly" -o "$out/$(basename "$assembly")" -O \
      --targetos linux --targetarch "${rid##*-}" "${options[@]}"
  done
}

newest() { printf '%s\n' "$@" | sort -V | tail -1; }
