using System.Runtime.CompilerServices;
using System.Text;

namespace DdRun.Instrumentation.Files;

/// <summary>Reads a file as <see cref="File.ReadAllText(string)"/> does, and UTF-8 without the streams behind that, which cost a start 2 ms.</summary>
internal static class TextFile
{
    public static string Read(string path)
    {
        var bytes = WholeFile.Read(path);
        return bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3),
            [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0, 0, 0xFE, 0xFF, ..] => ReadMarked(path),
            _ => Encoding.UTF8.GetString(bytes),
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string ReadMarked(string path) => File.ReadAllText(path);
}
