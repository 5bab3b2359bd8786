using System.Runtime.InteropServices;
using System.Text;

namespace DdRun.Launcher.Launch;

/// <summary>A command in the form that the operating system takes, byte for byte as it was given to us.</summary>
internal static unsafe class NativeArguments
{
    /// <param name="arguments">All of our own arguments.</param>
    /// <param name="start">Index of the first that belongs to the command.</param>
    /// <returns>A null-terminated array that lives as long as the process.</returns>
    public static byte** From(string[] arguments, int start)
    {
        // A managed program is started by words of its host's own, which stand in front.
        var raw = ReadRaw();
        var words = new List<byte[]>();
        for (var i = start; i < arguments.Length; i++)
            words.Add(raw is not null && raw.Count > arguments.Length ? raw[raw.Count - arguments.Length + i] : Encoding.UTF8.GetBytes(arguments[i]));

        return Copy(words);
    }

    /// <summary>A null-terminated array of null-terminated texts that lives as long as the process.</summary>
    public static byte** Copy(List<byte[]> texts)
    {
        var native = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Count; i++)
        {
            native[i] = (byte*)NativeMemory.AllocZeroed((nuint)texts[i].Length + 1);
            texts[i].CopyTo(new Span<byte>(native[i], texts[i].Length));
        }

        return native;
    }

    /// <summary>Texts that each end with a zero.</summary>
    public static List<byte[]> Split(ReadOnlySpan<byte> texts)
    {
        var list = new List<byte[]>();
        while (texts.Length > 0)
        {
            var end = texts.IndexOf((byte)0);
            list.Add(texts[..(end < 0 ? texts.Length : end)].ToArray());
            texts = end < 0 ? [] : texts[(end + 1)..];
        }

        return list;
    }

    // The runtime has decoded Main's arguments as UTF-8, which other bytes do not survive; the kernel still has the originals.
    private static List<byte[]>? ReadRaw()
    {
        try
        {
            return Split(File.ReadAllBytes("/proc/self/cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
