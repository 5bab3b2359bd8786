namespace DdRun.Launcher.Live.Processes;

/// <summary>A .NET process, and what can be done with it.</summary>
internal sealed record DotnetProcess
{
    public required ProcessFacts Facts { get; init; }

    /// <summary>The entry assembly's name, or the command's where the runtime does not tell.</summary>
    public required string Name { get; init; }

    /// <summary>Such as <c>10.0.1</c>; null when it is not known.</summary>
    public string? Runtime { get; init; }

    /// <summary>Its processor's, such as <c>arm64</c>; null when it is not known.</summary>
    public string? Architecture { get; init; }

    /// <summary>The address of its diagnostics port.</summary>
    public string? Port { get; init; }

    /// <summary>The version of the dd-run that it was started or attached to with; null when there is none, or it was only looked into.</summary>
    public string? TracedBy { get; init; }

    /// <summary>How many rules of the user's are in force; null where the process does not say.</summary>
    public int? Rules { get; init; }

    /// <summary>How many methods are woven; null where the process does not say.</summary>
    public int? Woven { get; init; }

    /// <summary>The file of another profiler that is in it.</summary>
    public string? OtherProfiler { get; init; }

    /// <summary>Whether code of ours is in it, tracing or not.</summary>
    public bool IsPrepared { get; init; }

    /// <summary>Why it cannot be traced, as the end of a sentence that begins with the process.</summary>
    public string? Obstacle { get; init; }

    public int Id => Facts.Id;

    public string User => Users.Name(Facts.User);

    /// <summary>How people call it: its entry assembly, or the file that runs.</summary>
    public bool IsCalled(string name) =>
        name == Name || name == Path.GetFileName(Facts.Executable) || (Facts.CommandLine.Count > 0 && name == Path.GetFileName(Facts.CommandLine[0]));
}
