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

    // Plain loops: in time the JIT compiles what is called often, and the framework's vector code for searching costs it a megabyte.

    /// <summary>The number after a key at the start of a line.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, out long value)
    {
        for (var start = 0; start < text.Length;)
        {
            var matched = 0;
            while (matched < key.Length && start + matched < text.Length && text[start + matched] == key[matched]) matched++;
            if (matched == key.Length) return TryParse(text[(start + matched)..], out value);
            while (start < text.Length && text[start] != '\n') start++;
            start++;
        }
        value = 0;
        return false;
    }

    /// <summary>The number that a text starts with, after spaces.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        var i = 0;
        while (i < text.Length && (text[i] == ' ' || text[i] == '\t')) i++;
        var first = i;
        value = 0;
        for (; i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            if (value > (long.MaxValue - 9) / 10) return false;
            value = value * 10 + (text[i] - '0');
        }
        return i > first;
    }
}
