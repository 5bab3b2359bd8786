using System.Globalization;

namespace DdRun.Launcher.Live.Processes;

/// <summary>Names of users. From the file alone: a launcher that is linked statically must not load what /etc/nsswitch.conf names.</summary>
internal static class Users
{
    private static readonly Lazy<Dictionary<uint, string>> s_names = new(Read);

    public static uint Own { get; } = OperatingSystem.IsWindows() ? 0 : Linux.Libc.EffectiveUser();

    public static string Name(uint user) => s_names.Value.TryGetValue(user, out var name) ? name : user.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<uint, string> Read()
    {
        var names = new Dictionary<uint, string>();
        try
        {
            foreach (var line in File.ReadLines("/etc/passwd"))
            {
                var fields = line.Split(':');
                if (fields.Length > 2 && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var user))
                    names.TryAdd(user, fields[0]);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Numbers then.
        }

        return names;
    }
}
