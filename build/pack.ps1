# ./build.ps1 pack on Windows: the archive and the tool's package of this platform, the library, and checksums. The other platforms' come from build.sh.

function Get-Version {
    $version = ([xml](Get-Content Directory.Build.props)).Project.PropertyGroup.Version | Where-Object { $_ } | Select-Object -First 1
    $tag = git describe --tags --exact-match --match 'v[0-9]*' 2>$null
    if ($tag -and $tag -ne "v$version") { throw "the tag $tag is on this commit, and Directory.Build.props says $version" }
    $global:LASTEXITCODE = 0
    $version
}

function New-Packages {
    $version = Get-Version
    $packages = "$artifacts/packages"
    $stage = "$artifacts/obj/pack/stage"
    Remove-Item $packages, $stage -Recurse -Force -ErrorAction SilentlyContinue
    $folder = New-Item -ItemType Directory -Force "$stage/$rid/dd-run"
    New-Item -ItemType Directory -Force $packages | Out-Null
    Copy-Item "$artifacts/bin", "$artifacts/home" $folder -Recurse
    Copy-Item LICENSE, build/packages/dd-run/README.md $folder
    Invoke-Tool tar @('-czf', "$packages/dd-run-$version-$rid.tar.gz", '-C', "$stage/$rid", 'dd-run')

    $tool = New-Item -ItemType Directory -Force "$stage/tool/tools/any/$rid"
    Copy-Item "$artifacts/bin/*" $tool
    Copy-Item "$artifacts/home" "$stage/tool/tools/any/" -Recurse
    Copy-Item LICENSE, build/packages/icon.png, build/packages/dd-run/README.md "$stage/tool"
    @"
<?xml version="1.0" encoding="utf-8"?>
<DotNetCliTool Version="2">
  <Commands>
    <Command Name="dd-run" EntryPoint="dd-run.exe" Runner="executable" />
  </Commands>
</DotNetCliTool>
"@ | Set-Content "$tool/DotnetToolSettings.xml"
    (Get-Content build/packages/dd-run/dd-run.rid.nuspec -Raw).Replace('@version@', $version).Replace('@rid@', $rid).Replace('@commit@', (git rev-parse HEAD)) |
        Set-Content "$stage/tool/dd-run.rid.nuspec"
    Invoke-Tool dotnet @('pack', "$stage/tool/dd-run.rid.nuspec", '--version', $version, '-o', $packages)
    Invoke-Tool dotnet @('pack', 'src/Runtime', '-c', 'Release', '-o', $packages, '-warnaserror')
    Get-ChildItem $packages -File | Get-FileHash -Algorithm SHA256 | ForEach-Object { "$($_.Hash.ToLower())  $(Split-Path $_.Path -Leaf)" } |
        Set-Content "$packages/SHA256SUMS"
}
