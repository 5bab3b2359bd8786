namespace DdRun.Distribution.Tests.Platforms;

/// <summary>A platform that <c>build/platforms.sh</c> has made on this machine, with one framework on it.</summary>
internal sealed class Platform
{
    public static readonly string[] Names = ["linux-x64", "glibc-2.31", "glibc-2.36", "no-libc", "linux-arm64", "windows"];
    public static readonly string[] Frameworks = ["net8.0", "net9.0", "net10.0"];

    private readonly string _folder;
    private readonly string _framework;

    public Platform(string name, string framework)
    {
        (Name, _framework) = (name, framework);
        _folder = System.IO.Path.Combine(Repository.Root, "artifacts", "platforms", name);
    }

    /// <summary>Whether <c>./build.sh test --platforms</c> has made them.</summary>
    public static bool IsWholeForm { get; } =
        System.IO.Path.Combine(Repository.Root, "artifacts", "platforms", "extent") is var file && File.Exists(file) && File.ReadAllText(file).Trim() == "all";

    public string Name { get; }

    /// <summary>Why it cannot be had here; null when it can.</summary>
    public string? Missing
    {
        get
        {
            foreach (var file in (string[])["missing", $"root/app/{_framework}/missing"])
            {
                if (File.Exists(Path(file)))
                    return File.ReadAllText(Path(file)).Trim();
            }
            return Directory.Exists(Path($"root/app/{_framework}")) ? null : "not made in the short form";
        }
    }

    /// <summary>The folder of cached plans, as this machine names it.</summary>
    public string Plans => System.IO.Path.Combine(Path(Name switch
    {
        "windows" => $"prefix/drive_c/users/{Environment.UserName}/AppData/Local",
        _ when IsRoot => "root/cache",
        _ => "cache",
    }), "dd-run");

    /// <summary>Runs <c>dd-run</c> there.</summary>
    public Task<TargetResult> DdRun((string Name, string Value)[] environment, params string[] arguments) =>
        TargetProcess.Run(Command(["dd-run/bin/dd-run" + Suffix, .. arguments]).With(environment));

    /// <summary>Starts the program there without <c>dd-run</c>, for one that is run <see cref="Beside"/> it.</summary>
    public TargetProcess Start(params string[] arguments) =>
        TargetProcess.Start(Command([App, .. arguments]).With(Temporary) with { IsInteractive = true });

    /// <summary>What <see cref="DdRun"/> takes to find a process that has been started there.</summary>
    public (string Name, string Value)[] Beside(string process) => [.. Temporary, ("BESIDE", process)];

    /// <summary>The program of <c>tests/apps/Everywhere</c>, as a command there.</summary>
    public string App => $"app/{_framework}/Everywhere{Suffix}";

    // Where processes are reached by others; a bare root has no such folder.
    private (string Name, string Value)[] Temporary => IsRoot ? [("ROOT_TMPDIR", "/cache")] : [];

    // A root of its own, in which one folder can be written to.
    private bool IsRoot => Name is "glibc-2.31" or "glibc-2.36" or "no-libc";

    private string Suffix => Name == "windows" ? ".exe" : "";

    private Target Command(string[] command)
    {
        var target = new Target([Path("run"), .. command]) { LauncherArguments = null };
        return target.With(("XDG_CACHE_HOME", IsRoot ? "/cache" : Path("cache")));
    }

    private string Path(string relative) => System.IO.Path.Combine(_folder, relative);
}
