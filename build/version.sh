# The one version of everything: Directory.Build.props has it, and a tag on this commit must say the same.

version() {
  local version tag
  version=$(sed -nE 's:.*<Version>(.*)</Version>.*:\1:p' Directory.Build.props)
  [[ -n $version ]] || die "no <Version> in Directory.Build.props"
  tag=$(git describe --tags --exact-match --match 'v[0-9]*' 2>/dev/null || true)
  [[ -z $tag || $tag == "v$version" ]] || die "the tag $tag is on this commit, and Directory.Build.props says $version"
  echo "$version"
}

# When this commit was made, in seconds since 1970: the time of every file in a package, so that a commit's packages are always the same.
commit_time() { git log -1 --format=%ct 2>/dev/null || echo 315532800; }
commit() { git rev-parse HEAD 2>/dev/null || true; }
