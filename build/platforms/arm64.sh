# Arm64, by a program that carries its instructions out, with the libraries of Debian's packages for it.

arm64_packages=(libc6 libgcc-s1 gcc-12-base libstdc++6 zlib1g)

arm64_machine() {
  local folder=$1 package
  command -v qemu-aarch64-static >/dev/null || install qemu-user-static || { reason="the package qemu-user-static cannot be had"; return 1; }
  command -v aarch64-linux-gnu-g++ >/dev/null || install g++-aarch64-linux-gnu || { reason="the package g++-aarch64-linux-gnu cannot be had"; return 1; }
  if [[ ! -e $folder/root/lib/ld-linux-aarch64.so.1 ]]; then
    arm64_libraries "$folder" || { reason="Debian's packages for arm64 cannot be had"; return 1; }
  fi
  # The kernel starts such programs by itself only where it has been told to; that is possible for one's own processes alone.
  unshare -Urm true 2>/dev/null && unshare -Um --map-root-user sh -c 'mount -t binfmt_misc none /proc/sys/fs/binfmt_misc' 2>/dev/null ||
    { reason="the kernel does not let a user tell it what starts programs for arm64"; return 1; }
  cat >"$folder/register" <<'EOF'
:arm64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:/usr/bin/qemu-aarch64-static:F
EOF
  runner "$folder" <<EOF
#!/bin/sh
# QEMU_LD_PREFIX: where the libraries are looked for.
export QEMU_LD_PREFIX='$folder/root'
# BESIDE: a process that has been started here before, and told the kernel.
[ -z "\$BESIDE" ] || exec nsenter -t "\$BESIDE" -U -m --preserve-credentials --wdns='$folder/root' "\$@"
cd '$folder/root' && exec unshare -Urm sh -c '
  mount -t binfmt_misc none /proc/sys/fs/binfmt_misc && cat "\$0" >/proc/sys/fs/binfmt_misc/register && exec "\$@"' '$folder/register' "\$@"
EOF
}

arm64_libraries() {
  local folder=$1 lists=$1/apt package
  mkdir -p "$lists/lists/partial" "$lists/archives/partial" "$lists/state"
  : >"$lists/state/status"
  local options=(-o APT::Architecture=arm64 -o APT::Architectures::=arm64 -o Dir::State="$lists/state" -o Dir::State::lists="$lists/lists"
    -o Dir::State::status="$lists/state/status" -o Dir::Cache::archives="$lists/archives" -o Dir::Cache="$lists" -o Debug::NoLocking=1)
  apt-get "${options[@]}" update -q >"$logs/arm64-apt.log" 2>&1 || true
  (cd "$lists/archives" && apt-get "${options[@]}" download "${arm64_packages[@]}" >>"$logs/arm64-apt.log" 2>&1) || return 1
  for package in "$lists/archives"/*.deb; do dpkg -x "$package" "$folder/root"; done
}
