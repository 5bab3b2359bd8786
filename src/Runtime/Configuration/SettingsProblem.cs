namespace DdRun.Configuration;

/// <summary>A value that could not be used as given.</summary>
internal readonly record struct SettingsProblem(string Name, string Value, string Reason, string Used)
{
    public override string ToString() => $"{Name}='{Value}': {Reason}; using {Used}.";
}
