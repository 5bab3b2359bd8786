namespace DdRun.Launcher.Launch;

/// <summary>Finds, before the start, what would make tracing fail in silence. Each problem is one line.</summary>
internal sealed class Preconditions(Home home, Func<string, string?> environment)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The manifests whose problems are among these; the target need not repeat them.</summary>
    public IReadOnlyList<string> Checked { get; private set; } = [];

    /// <summary>The assembly of a target that was trimmed, which is among the problems as well: its path, or in a single file its name.</summary>
    public string? Trimmed { get; private set; }

    /// <summary>Our native library, when the target can use it.</summary>
    public string? Profiler { get; private set; }

    /// <summary>Our startup hook, when the target can use it.</summary>
    public string? Hook { get; private set; }

    /// <param name="target">What will run; null when that is not known yet.</param>
    /// <param name="manifests">The manifests named explicitly.</param>
    /// <param name="architecture">The processor that a runtime says it runs on, such as <c>arm64</c>; null when none was asked.</param>
    public void Check(TargetCommand? target, IReadOnlyList<string> manifests, string? architecture = null)
    {
        var image = target is null ? null : ElfImage.Read(target.Executable);
        if (image?.IsNativeAot == true && !IsLauncher(target!.Executable))
            _problems.Add($"{target.Executable} is compiled ahead of time (NativeAOT): there is no runtime that could trace it");
        if (TrimmedApp(target, image) is { } trimmed)
        {
            Trimmed = trimmed;
            _problems.Add($"{target!.App ?? target.Executable} was trimmed, and what tracing needs with it: publish it without PublishTrimmed");
        }

        if (target?.ClearsEnvironment == true)
        {
            var name = Path.GetFileName(target.Executable);
            _problems.Add($"{name} starts the command with an environment of its own, and nothing is traced: write dd-run behind it, '{name} … dd-run …'");
        }

        if (target?.HotReloads == true)
            _problems.Add("dotnet watch reloads what is edited, and the runtime keeps the methods of such assemblies as they are: add --no-hot-reload");

        CheckPlatform(Platform(image?.Rid ?? Home.OwnRid, architecture));
        // It could start us by itself: nothing injected is nothing at all.
        if (Hook is null)
            Profiler = null;
        // The profiler does without the runtime's hooks.
        if (Profiler is null && DisablesStartupHooks(target?.App) is { } file)
            _problems.Add($"{file} switches startup hooks off: set \"StartupHookSupport\" to true in the project");
        Checked = [.. ManifestsInUse(target, manifests)];
        foreach (var manifest in Checked)
            _problems.AddRange(ManifestCheck.Problems(manifest));
    }

    /// <summary>Only whether there is something to inject, for a target of a platform.</summary>
    /// <param name="rid">Such as <c>linux-x64</c>.</param>
    public void CheckPlatform(string rid)
    {
        CheckHook();
        CheckProfiler(rid);
        CheckPrecompiled(rid);
    }

    // The file is not the program's where something carries the program out for another processor.
    private static string Platform(string rid, string? architecture) =>
        architecture is null || rid.EndsWith("-" + architecture, StringComparison.Ordinal) ? rid : "linux-" + architecture;

    // One that is started by another traces what it starts itself.
    private static bool IsLauncher(string executable) =>
        Path.GetFileName(File.ResolveLinkTarget(executable, true)?.FullName ?? executable) == Path.GetFileName(Environment.ProcessPath);

    private IEnumerable<string> ManifestsInUse(TargetCommand? target, IReadOnlyList<string> named)
    {
        if (named.Count > 0)
            return named;
        if (environment("DD_RUN_MANIFEST") is { Length: > 0 } inherited)
            return inherited.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var beside = target?.App is { } app ? Path.Combine(Path.GetDirectoryName(app)!, "dd-run.json") : null;
        return File.Exists(beside) ? [beside] : [];
    }

    private void CheckHook()
    {
        // The runtime would take the parts for hooks, fail to load them, and end the process.
        if (home.Hook.Contains(Path.PathSeparator))
            _problems.Add($"nothing to inject: {home.Folder} has '{Path.PathSeparator}' in it, which separates startup hooks");
        else if (File.Exists(home.Hook))
            Hook = home.Hook;
        else
            _problems.Add($"nothing to inject: {home.Hook} is missing (DD_RUN_HOME names the folder it should be in)");
    }

    private void CheckProfiler(string rid)
    {
        if (environment("CORECLR_ENABLE_PROFILING") == "1" && environment("CORECLR_PROFILER") is { Length: > 0 } id
            && !id.Equals(TargetEnvironment.ProfilerId, StringComparison.OrdinalIgnoreCase))
        {
            _problems.Add($"another profiler is configured (CORECLR_PROFILER={id}) and kept: methods cannot be traced beside it");
            return;
        }

        foreach (var name in (string[])["EnableDiagnostics", "EnableDiagnostics_Profiler"])
            foreach (var prefix in (string[])["DOTNET_", "COMPlus_"])
                if (environment(prefix + name) is { } value && IsZero(value))
                    _problems.Add($"{prefix}{name}={value} keeps profilers out: methods cannot be traced");

        if (environment("DOTNET_MODIFIABLE_ASSEMBLIES")?.Equals("debug", StringComparison.OrdinalIgnoreCase) == true)
            _problems.Add("DOTNET_MODIFIABLE_ASSEMBLIES=debug (hot reload) keeps methods of debug builds from being traced");

        Profiler = home.FindNativeLibrary(rid);
        if (Profiler is null)
            _problems.Add($"no native library for {rid}: {home.NativeLibrary(rid)} is missing, methods cannot be traced");
    }

    // The runtime refuses to load assemblies that were precompiled for another system or processor.
    private void CheckPrecompiled(string rid)
    {
        if (home.Precompiled is not { } platform || platform == rid.Replace("-musl-", "-", StringComparison.Ordinal))
            return;
        _problems.Add($"nothing to inject: {home.Folder} was precompiled for {platform}, and the target runs on {rid}: take the home of {rid}, or of 'any'");
        (Hook, Profiler) = (null, null);
    }

    // The runtime takes it for a hexadecimal number.
    private static bool IsZero(string value) => value.Length > 0 && value.TrimStart('0') is "" or "x0" or "X0";

    // Has a core library of its own, and not what every other assembly refers to. What lacks only parts of those, the profiler tells.
    private static string? TrimmedApp(TargetCommand? target, ElfImage? image)
    {
        if (image?.Bundle > 0)
        {
            var files = Bundle.Files(target!.Executable, image.Bundle);
            return IsTrimmed(files.Contains) ? Path.GetFileName(target.Executable) + ".dll" : null;
        }

        var folder = Path.GetDirectoryName(target?.App);
        return folder is not null && IsTrimmed(file => File.Exists(Path.Combine(folder, file))) ? target!.App : null;
    }

    private static bool IsTrimmed(Predicate<string> has) => has("System.Private.CoreLib.dll") && !has("System.Runtime.dll");

    private static string? DisablesStartupHooks(string? app)
    {
        if (app is null)
            return null;
        var file = Path.ChangeExtension(app, ".runtimeconfig.json");
        try
        {
            var text = File.ReadAllBytes(file);
            // Nearly always absent, and looked for in a tenth of the time that parsing takes.
            if (text.AsSpan().IndexOf("StartupHookProvider"u8) < 0)
                return null;
            using var json = System.Text.Json.JsonDocument.Parse(text);
            return json.RootElement.TryGetProperty("runtimeOptions", out var options)
                && options.TryGetProperty("configProperties", out var properties)
                && properties.TryGetProperty("System.StartupHookProvider.IsSupported", out var supported)
                && supported.ValueKind == System.Text.Json.JsonValueKind.False ? file : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
