# Windows, as far as wine is one.

windows_machine() {
  local folder=$1 wine=/usr/lib/wine/wine64
  [[ -x $wine ]] || install wine64 || true
  [[ -x $wine ]] || { reason="the package wine64 cannot be had"; return 1; }
  if [[ ! -f $folder/prefix/system.reg ]]; then
    # Without it wine would offer to fetch another .NET.
    WINEPREFIX=$folder/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES=mscoree= DISPLAY='' "$wine" wineboot -i >"$logs/wineboot.log" 2>&1 ||
      { reason="wine does not start: artifacts/logs/wineboot.log"; return 1; }
    WINEPREFIX=$folder/prefix wineserver64 -w 2>/dev/null || WINEPREFIX=$folder/prefix /usr/lib/wine/wineserver64 -w || true
  fi
  runner "$folder" <<EOF
#!/bin/sh
export LC_ALL=C.UTF-8 WINEPREFIX='$folder/prefix' WINEDEBUG=-all DISPLAY=
cd '$folder/root' && exec $wine "\$@"
EOF
}
