# A root without glibc: musl, and what .NET needs beside it.

musl_machine() {
  local folder=$1 root=$1/root library
  [[ -e /lib/ld-musl-x86_64.so.1 ]] || install musl || { reason="the package musl cannot be had"; return 1; }
  ((EUID == 0)) || { reason="only root may change the root"; return 1; }
  mkdir -p "$root/lib"
  cp -L /lib/ld-musl-x86_64.so.1 "$root/lib/"
  for library in libstdc++.so.6 libgcc_s.so.1; do cp -L "/usr/lib/x86_64-linux-gnu/$library" "$root/lib/" 2>/dev/null || cp -L "/lib/x86_64-linux-gnu/$library" "$root/lib/"; done
  # libstdc++ names glibc's loader among what it needs: in its place is what it needs.
  gcc -O1 -shared -fPIC -nostdlib -fno-builtin -fno-stack-protector -Wl,-soname,ld-linux-x86-64.so.2 -o "$root/lib/ld-linux-x86-64.so.2" build/platforms/musl/shim.c
  in_root "$folder"
}
