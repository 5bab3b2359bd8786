using System.Runtime.CompilerServices;
using System.Text;
using DdRun.Diagnostics;

namespace DdRun.Linux;

/// <summary>
/// A small file of the kernel that is read again and again: kept open, into the same buffer. By the C library, because the framework's
/// files bring up some 30 methods, and the JIT compiles them anew for whoever reads often.
/// </summary>
internal sealed unsafe class ProcFile(string path, int capacity)
{
    private const int NotOpen = -1;
    private readonly byte[] _buffer = new byte[capacity];
    private int _file = NotOpen;
    private bool _missing = !OperatingSystem.IsLinux();

    ~ProcFile() => Close();

    public bool Exists
    {
        get
        {
            if (!_missing && _file < 0) Open();
            return _file >= 0;
        }
    }

    /// <returns>The content; empty when there is no such file.</returns>
    [MethodImpl(Compile.Once)]
    public ReadOnlySpan<byte> Read()
    {
        if (_missing) return default;
        if (_file < 0) Open();
        nint count;
        fixed (byte* start = _buffer) count = Libc.Read(_file, start, (nuint)_buffer.Length, 0);
        if (count >= 0) return new(_buffer, 0, (int)count);
        _missing = true;
        Close();
        return default;
    }

    /// <summary>The lines of a file of at most 64 KiB; none when there is no such file.</summary>
    public static List<string> Lines(string path)
    {
        const int usual = 4096, most = 64 * 1024;
        var file = new ProcFile(path, usual);
        var content = file.Read();
        if (content.Length == usual) content = (file = new(path, most)).Read();
        var text = Encoding.UTF8.GetString(content);
        file.Close();
        var lines = new List<string>();
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            lines.Add(text[start..end]);
        }
        return lines;
    }

    // Plain loops: in time the JIT compiles what is called often, and the framework's vector code for searching costs it a megabyte.

    /// <summary>The number after a key at the start of a line.</summary>
    [MethodImpl(Compile.Once)]
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
    [MethodImpl(Compile.Once)]
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

    private void Open()
    {
        fixed (byte* start = Libc.Text(path)) _file = Libc.Open(start, Libc.ReadOnly | Libc.CloseOnExec);
    }

    private void Close()
    {
        if (_file >= 0) _ = Libc.Close(_file);
        _file = NotOpen;
    }
}
