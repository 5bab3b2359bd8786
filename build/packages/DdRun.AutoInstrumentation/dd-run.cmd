@echo off
rem dd-run.cmd dotnet MyApp.dll: starts a command with the tracing that lies beside this file.
setlocal
set "CORECLR_ENABLE_PROFILING=1"
set "CORECLR_PROFILER={8C5A1E0B-3D0F-4C1E-9E57-6B2D7F41D0A7}"
set "CORECLR_PROFILER_PATH=%~dp0dd-run\home\native\win-x64\libddrun.dll"
if defined DOTNET_STARTUP_HOOKS (set "DOTNET_STARTUP_HOOKS=%DOTNET_STARTUP_HOOKS%;%~dp0dd-run\home\hook\DdRun.StartupHook.dll") else (set "DOTNET_STARTUP_HOOKS=%~dp0dd-run\home\hook\DdRun.StartupHook.dll")
%*
