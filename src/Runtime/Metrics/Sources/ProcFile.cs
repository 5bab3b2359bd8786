using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace DdRun.Metrics.Sources;

/// <summary>A small file of the kernel that is read again and again: kept open, into the same buffer.</summary>
internal sealed class ProcFile(string path, int capacity)
{
    private readonly byte[] _buffer = new byte[capacity];
    private SafeFileHandle? _handle;
    private bool _missing;

    /// <returns>The content; empty when there is no such file.</returns>
    public ReadOnlySpan<byte> Read()
    {
        if (_missing) return default;
        try
        {
            _handle ??= File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return _buffer.AsSpan(0, RandomAccess.Read(_handle, _buffer, 0));
        }
        catch (Exception)
        {
            _missing = true;
            _handle?.Dispose();
            return default;
        }
    }

    /// <summary>The number after a key at the start of a line.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, out long value)
    {
        value = 0;
        while (text.Length > 0)
        {
            if (text.StartsWith(key)) return TryParse(text[key.Length..], out value);
            var line = text.IndexOf((byte)'\n');
            if (line < 0) return false;
            text = text[(line + 1)..];
        }
        return false;
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        while (text.Length > 0 && (text[0] == ' ' || text[0] == '\t')) text = text[1..];
        return Utf8Parser.TryParse(text, out value, out _);
    }
}
