namespace DdRun.Configuration;

/// <summary>A value that could not be used as given.</summary>
internal sealed record SettingsProblem(string Name, string Value, string Reason, string Used)
{
    public override string ToString() => $"{Name}='{Value}': {Reason}; using {Used}.";
}
