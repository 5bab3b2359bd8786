using DdRun.Configuration;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>
/// Which integration knows a source of activities. One text to search through: manifests are read when one of their sources has come up, and programs
/// without these libraries pay for no table.
/// </summary>
internal static partial class SourceIndex
{
    /// <summary>Taken as the manifest says.</summary>
    public const char On = '+';

    /// <summary>The same, where somebody asks for it.</summary>
    public const char OnDemand = '?';

    /// <summary>Never taken: what it tells is told otherwise.</summary>
    public const char Replaced = '-';

    /// <summary>Whether an integration's entry is to be followed.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="integration">Its name.</param>
    /// <param name="how"><see cref="On"/> or <see cref="OnDemand"/>.</param>
    /// <param name="all">Whether all sources are taken.</param>
    public static bool IsOn(Settings settings, string integration, char how, bool all) =>
        how == On ? Integration.IsOn(settings, integration) : Integration.IsAskedFor(settings, integration) || (all && Integration.IsOn(settings, integration));

    /// <summary>Null where no integration knows it.</summary>
    public static (string Integration, char How)? Find(string source)
    {
        var entries = Entries.AsSpan();
        (string, char)? byPrefix = null;
        var longest = 0;
        while (!entries.IsEmpty)
        {
            var end = entries.IndexOf('\n');
            var line = entries[..end];
            entries = entries[(end + 1)..];
            var first = line.IndexOf(' ');
            var name = line[..first];
            var isPrefix = name[^1] == '*';
            if (isPrefix ? !source.AsSpan().StartsWith(name[..^1], StringComparison.Ordinal) : !name.SequenceEqual(source))
                continue;
            var last = line.LastIndexOf(' ');
            var found = (line[(first + 1)..last].ToString(), line[last + 1]);
            if (!isPrefix)
                return found;
            if (name.Length > longest)
                (byPrefix, longest) = (found, name.Length);
        }
        return byPrefix;
    }

    /// <summary>The integration, the framework's switch and the variable of an assembly that has to be told to make activities, and when it is.</summary>
    /// <param name="assembly">Its name, alone or with what follows a comma.</param>
    public static (string Integration, string Switch, string Variable, char How)? FindSwitch(ReadOnlySpan<char> assembly)
    {
        var name = assembly.IndexOf(',') is var comma and >= 0 ? assembly[..comma] : assembly;
        var at = Switches.AsSpan().IndexOf(name);
        if (at < 0 || (at > 0 && Switches[at - 1] != '\n') || Switches[at + name.Length] != ' ')
            return null;
        var words = Switches[at..Switches.IndexOf('\n', at)].Split(' ');
        return (words[1], words[2], words[3], words[4][0]);
    }
}
