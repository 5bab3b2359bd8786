# ./build.ps1 [build|test|demo|bench|pack|clean]: the verbs of build.sh for Windows; elsewhere it hands over to build.sh.
param([ValidateSet('build', 'test', 'demo', 'bench', 'pack', 'clean')][string]$Verb = 'build')
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

if (-not ($env:OS -eq 'Windows_NT')) {
    & ./build.sh $Verb
    exit $LASTEXITCODE
}

$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$artifacts = Join-Path $PSScriptRoot 'artifacts'
$arch = if ($env:PROCESSOR_ARCHITECTURE -eq 'ARM64') { 'arm64' } else { 'x64' }
$rid = "win-$arch"

function Invoke-Tool([string]$Tool, [string[]]$Arguments) {
    & $Tool @Arguments
    if ($LASTEXITCODE -ne 0) { throw "failed: $Tool $Arguments" }
}

function Assert-Tool([string]$Tool, [string]$Hint) {
    if (-not (Get-Command $Tool -ErrorAction SilentlyContinue)) { throw "$Tool is needed: $Hint" }
}

function Build-All {
    Assert-Tool dotnet 'https://dot.net/download, version 10'
    Assert-Tool cmake 'the C++ workload of Visual Studio brings it'
    Invoke-Tool cmake @('-S', 'native', '-B', "$artifacts/obj/native", '-A', $arch)
    Invoke-Tool cmake @('--build', "$artifacts/obj/native", '--config', 'Release')
    $native = New-Item -ItemType Directory -Force "$artifacts/home/native/$rid"
    Copy-Item (Get-ChildItem "$artifacts/obj/native" -Recurse -Filter libddrun.dll | Select-Object -First 1).FullName $native -Force
    Invoke-Tool dotnet @('build', 'src/Home.proj', '-restore')
    Invoke-Tool dotnet @('publish', 'src/Launcher', '-c', 'Release', '-r', $rid, '-o', "$artifacts/obj/launcher", '-p:CppCompilerAndLinker=', '-warnaserror')
    New-Item -ItemType Directory -Force "$artifacts/bin" | Out-Null
    Copy-Item "$artifacts/obj/launcher/dd-run.exe" "$artifacts/bin/" -Force
    Build-Viewer
}

function Build-Viewer {
    $viewer = "$artifacts/home/viewer"
    Remove-Item $viewer -Recurse -Force -ErrorAction SilentlyContinue
    Invoke-Tool dotnet @('publish', 'src/Viewer', '-c', 'Release', '-r', $rid, '-o', $viewer, '-p:CppCompilerAndLinker=', '-warnaserror')
    Invoke-Tool dotnet @('publish', 'src/Tree', '-c', 'Release', '-r', $rid, '-o', "$artifacts/obj/tree", '-p:CppCompilerAndLinker=', '-warnaserror')
    Copy-Item "$artifacts/obj/tree/dd-run-tree.exe" $viewer
    if (-not (Get-Command npm -ErrorAction SilentlyContinue)) { Write-Host 'no page in the viewer: it needs Node 20 and npm'; return }
    Invoke-Tool npm @('--prefix', 'src/Viewer/web', 'ci', '--no-audit', '--no-fund')
    Invoke-Tool npm @('--prefix', 'src/Viewer/web', 'run', 'build', '--', '--outDir', "$viewer/web", '--emptyOutDir')
}

function Test-All {
    Build-All
    $passed = 0; $failed = 0
    foreach ($project in Get-ChildItem tests -Directory -Filter *.Tests) {
        $trx = Join-Path $artifacts "obj/results/$($project.Name).trx"
        Remove-Item $trx -ErrorAction SilentlyContinue
        & dotnet test $project.FullName -c Release --logger "trx;LogFileName=$trx"
        $status = $LASTEXITCODE
        $bad = 0
        if (Test-Path $trx) {
            $counters = ([xml](Get-Content $trx)).TestRun.ResultSummary.Counters
            $passed += [int]$counters.passed
            $bad = [int]$counters.failed
        }
        $failed += if ($status -ne 0 -and $bad -eq 0) { 1 } else { $bad }
    }
    if ($passed + $failed -eq 0) { $failed = 1 }
    "$passed passed, $failed failed"
    if ($failed) { exit 1 }
}

function Start-Demo {
    Build-All
    Invoke-Tool dotnet @('build', 'samples/SandwichShop', '-c', 'Release', '-o', "$artifacts/samples/SandwichShop")
    $env:ASPNETCORE_URLS = 'http://127.0.0.1:5080'
    $shop = Start-Process "$artifacts/bin/dd-run.exe" -NoNewWindow -PassThru -WorkingDirectory "$artifacts/samples/SandwichShop" `
        -ArgumentList '--local', '--service', 'sandwich-shop', 'dotnet', 'SandwichShop.dll'
    try {
        foreach ($path in '/sandwich/blt', '/sandwich/cheese', '/sandwich/unicorn', '/orders') {
            (Invoke-WebRequest "$env:ASPNETCORE_URLS$path" -SkipHttpErrorCheck -MaximumRetryCount 20 -RetryIntervalSec 1).Content
        }
    }
    finally {
        # There is no SIGTERM here: the shop is ended with its console.
        taskkill /PID $shop.Id /T | Out-Null
        $shop.WaitForExit()
    }
}

function Start-Benchmarks {
    Build-All
    foreach ($project in Get-ChildItem benchmarks -Recurse -Filter *.csproj) { Invoke-Tool dotnet @('run', '-c', 'Release', '--project', $project.FullName) }
}

function Clear-All {
    Remove-Item artifacts -Recurse -Force -ErrorAction SilentlyContinue
    Get-ChildItem src, tests, samples, benchmarks -Recurse -Directory -Include bin, obj | Remove-Item -Recurse -Force
}

switch ($Verb) {
    'build' { Build-All }
    'test' { Test-All }
    'demo' { Start-Demo }
    'bench' { Start-Benchmarks }
    'pack' { . ./build/pack.ps1; Build-All; New-Packages }
    'clean' { Clear-All }
}
