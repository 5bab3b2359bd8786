namespace DdRun.Configuration.Declarations;

/// <summary>One configurable value, and what holds when nobody sets it.</summary>
internal sealed class Setting<T>(string name, T fallback, params string[] aliases) : Setting(name, aliases)
{
    public T Default => fallback;
}
