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
        var raw = ReadRaw(arguments.Length);
        var count = arguments.Length - start;
        var native = (byte**)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < count; i++)
        {
            var bytes = raw?[start + i] ?? Encoding.UTF8.GetBytes(arguments[start + i]);
            native[i] = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
            bytes.CopyTo(new Span<byte>(native[i], bytes.Length));
        }

        return native;
    }

    // The runtime has decoded Main's arguments as UTF-8, which other bytes do not survive; the kernel still has the originals.
    private static List<byte[]>? ReadRaw(int count)
    {
        try
        {
            var line = File.ReadAllBytes("/proc/self/cmdline").AsSpan();
            var words = new List<byte[]>();
            while (line.Length > 0)
            {
                var end = line.IndexOf((byte)0);
                words.Add(line[..(end < 0 ? line.Length : end)].ToArray());
                line = end < 0 ? [] : line[(end + 1)..];
            }

            return words.Count == count + 1 ? words[1..] : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
