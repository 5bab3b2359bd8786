namespace DdRun.Launcher.Launch;

/// <summary>What can be told about a target from its command line alone.</summary>
/// <param name="Executable">The file that will run.</param>
/// <param name="App">The managed assembly that it starts, when that is plain to see.</param>
/// <param name="IsSdkTool">True for the dotnet SDK's own commands, which are not traced.</param>
internal sealed record TargetCommand(string Executable, string? App, bool IsSdkTool)
{
    private static readonly HashSet<string> SdkVerbs =
    [
        "add", "build", "build-server", "clean", "dev-certs", "format", "fsi", "help", "list", "migrate", "msbuild", "new", "nuget", "pack",
        "package", "publish", "reference", "remove", "restore", "sdk", "sln", "solution", "store", "user-jwts", "user-secrets", "workload",
    ];

    /// <summary>Whether it is <c>dotnet watch</c>, which has the runtime keep the code of the app as it may be edited.</summary>
    public bool HotReloads { get; init; }

    /// <summary>Whether it starts another command with an environment of that one's own: nothing that we set gets there.</summary>
    public bool ClearsEnvironment { get; init; }

    private static bool Clears(string name, IReadOnlyList<string> arguments) => name switch
    {
        "env" => arguments.TakeWhile(argument => argument.StartsWith('-') || argument.Contains('=')).Any(argument => argument is "-" or "-i" or "--ignore-environment"),
        "sudo" => !arguments.Any(argument => argument.StartsWith("--preserve-env", StringComparison.Ordinal) || argument is "-E" or "-nE" or "-En"),
        "su" => !arguments.Any(argument => argument is "-m" or "-p" or "--preserve-environment"),
        "doas" => true,
        _ => false,
    };

    public static TargetCommand From(string executable, IReadOnlyList<string> arguments)
    {
        if (Path.GetFileNameWithoutExtension(executable) != "dotnet")
        {
            // A name may have dots and no suffix.
            var beside = (OperatingSystem.IsWindows() ? Path.ChangeExtension(executable, null) : executable) + ".dll";
            return new(executable, File.Exists(beside) ? Path.GetFullPath(beside) : null, false) { ClearsEnvironment = Clears(Path.GetFileName(executable), arguments) };
        }

        var index = 0;
        if (index < arguments.Count && arguments[index] == "exec")
            index++;
        // Options of the host come in front of the app: all but these take a value.
        while (index < arguments.Count && arguments[index].StartsWith('-'))
        {
            if (arguments[index] is "--info" or "--version" or "--list-sdks" or "--list-runtimes" or "-h" or "--help")
                return new(executable, null, true);
            index += arguments[index] is "-d" or "--diagnostics" ? 1 : 2;
        }

        if (index >= arguments.Count)
            return new(executable, null, true);
        var verb = arguments[index];
        if (verb.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || verb.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
            return new(executable, Path.GetFullPath(verb), false);

        var runsATool = verb == "tool" && index + 1 < arguments.Count && arguments[index + 1] is "run" or "exec" or "execute";
        return new(executable, null, SdkVerbs.Contains(verb) || (verb == "tool" && !runsATool))
        {
            HotReloads = verb == "watch" && !arguments.Any(argument => argument is "--no-hot-reload" or "test" or "build" or "msbuild"),
        };
    }
}
