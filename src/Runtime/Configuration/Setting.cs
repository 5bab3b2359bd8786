namespace DdRun.Configuration;

/// <summary>One configurable value: its variable, the older spellings that still work, and what holds when nobody sets it.</summary>
internal sealed class Setting<T>(string name, T fallback, params string[] aliases)
{
    public string Name => name;
    public T Default => fallback;
    public string[] Aliases => aliases;
}
