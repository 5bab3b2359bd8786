using System.Collections;
using System.Text;

namespace DdRun.Launcher.Launch;

/// <summary>Our environment with changes, in the form that the operating system takes, byte for byte as it was given to us.</summary>
internal static unsafe class NativeEnvironment
{
    /// <param name="changes">The variables to set, and with null as value those to remove.</param>
    /// <returns>A null-terminated array that lives as long as the process.</returns>
    public static byte** With(Dictionary<string, string?> changes)
    {
        var entries = ReadRaw() ?? Decoded();
        entries.RemoveAll(entry => changes.ContainsKey(NameOf(entry)));
        foreach (var (name, value) in changes)
        {
            if (value is not null)
                entries.Add(Encoding.UTF8.GetBytes($"{name}={value}"));
        }

        return NativeArguments.Copy(entries);
    }

    // What was given is what we hand on: nothing of ours changes our own environment. The C library's pointer to it is out of reach for a program
    // that is linked statically.
    private static List<byte[]>? ReadRaw()
    {
        try
        {
            return NativeArguments.Split(File.ReadAllBytes("/proc/self/environ"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static List<byte[]> Decoded()
    {
        var entries = new List<byte[]>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            entries.Add(Encoding.UTF8.GetBytes($"{variable.Key}={variable.Value}"));
        return entries;
    }

    private static string NameOf(byte[] entry)
    {
        var end = entry.AsSpan().IndexOf((byte)'=');
        return Encoding.UTF8.GetString(entry, 0, end < 0 ? entry.Length : end);
    }
}
