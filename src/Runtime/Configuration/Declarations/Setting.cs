namespace DdRun.Configuration.Declarations;

/// <summary>Where a configurable value comes from: its variable, and the older spellings that still work.</summary>
internal abstract class Setting(string name, string[] aliases)
{
    public string Name => name;
    public string[] Aliases => aliases;
}
