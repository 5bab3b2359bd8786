namespace DdRun.Instrumentation.Manifests;

/// <summary>What a manifest says of activities.</summary>
internal sealed class ActivityManifest
{
    /// <summary>The assembly that makes them.</summary>
    public string? Assembly { get; set; }

    public VersionRange? Tested { get; set; }

    /// <summary>Whether they are taken without being asked for.</summary>
    public bool IsOn { get; set; } = true;

    public List<ActivitySourceRule> Sources { get; } = [];

    /// <summary>Sources, with wildcards, that tell what is told otherwise.</summary>
    public List<string> Replaces { get; } = [];

    /// <summary>Switches of the framework that the library asks before it makes any, and the variables that it asks besides.</summary>
    public List<KeyValuePair<string, string>> Switches { get; } = [];

    public bool IsEmpty => Sources.Count + Replaces.Count + Switches.Count == 0;
}
