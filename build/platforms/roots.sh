# Roots with nothing in them but what is tested: changed into by another user, read-only, without HOME and /tmp.

# Debian 11's C library is of the age that old distributions of companies have.
old_debian() { debian_root "$1" bullseye "Debian 11"; }

new_debian() { debian_root "$1" bookworm "Debian 12"; }

# debian_root FOLDER RELEASE NAME: the least that the release can be.
debian_root() {
  local folder=$1 release=$2 name=$3 root=$1/root
  ((EUID == 0)) || { reason="only root may change the root"; return 1; }
  if [[ ! -e $root/lib/x86_64-linux-gnu/libc.so.6 ]]; then
    command -v debootstrap >/dev/null || install debootstrap || { reason="the package debootstrap cannot be had"; return 1; }
    mkdir -p "$root"
    debootstrap --variant=minbase --include=libstdc++6,zlib1g "$release" "$root" >"$logs/debootstrap.log" 2>&1 || { reason="$name cannot be had: artifacts/logs/debootstrap.log"; return 1; }
    rm -rf "$root/var/cache/apt" "$root/var/lib/apt/lists" "$root/usr/share/doc" "$root/usr/share/locale"
  fi
  rmdir "$root/tmp" 2>/dev/null || true
  in_root "$folder"
}

# in_root FOLDER: /cache alone can be written to, and only by the user that runs there; $ROOT_TMPDIR is the folder for what is temporary, of which there is none else.
in_root() {
  local folder=$1
  mkdir -p "$folder/root/cache" "$folder/root/proc" "$folder/root/dev"
  chmod 755 "$folder/root" "$folder/root/cache"
  chown 1234:1234 "$folder/root/cache"
  runner "$folder" <<EOF
#!/bin/sh
unset HOME TMPDIR USER LOGNAME XDG_RUNTIME_DIR
[ -z "\$ROOT_TMPDIR" ] || export TMPDIR="\$ROOT_TMPDIR"
exec unshare -m sh -c '
  mount --bind "\$0" "\$0" && mount --bind "\$0/cache" "\$0/cache" && mount -o remount,bind,ro "\$0" &&
  mount -t proc proc "\$0/proc" && mount --rbind /dev "\$0/dev" && exec chroot --userspec=1234:1234 "\$0" "\$@"' '$folder/root' "\$@"
EOF
}
