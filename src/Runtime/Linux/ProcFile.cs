using System.Runtime.CompilerServices;
using System.Text;
using DdRun.Jit;

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
    private int _length;
    private bool _missing = !OperatingSystem.IsLinux();

    ~ProcFile() => Close();

    public bool Exists
    {
        get
        {
            if (!_missing && _file < 0)
                Open();
            return _file >= 0;
        }
    }

    /// <summary>What was read last, and after it what was there before.</summary>
    public byte[] Bytes
    {
        [MethodImpl(Compile.Once)]
        get => _buffer;
    }

    /// <returns>How long the content is; 0 when there is no such file.</returns>
    [MethodImpl(Compile.Once)]
    public int Read()
    {
        _length = 0;
        if (_missing)
            return 0;
        if (_file < 0)
            Open();
        nint count;
        fixed (byte* start = _buffer)
            count = Libc.Read(_file, start, (nuint)_buffer.Length, 0);
        if (count >= 0)
            return _length = (int)count;
        _missing = true;
        Close();
        return 0;
    }

    /// <summary>The lines of a file of at most 64 KiB; none when there is no such file.</summary>
    public static List<string> Lines(string path)
    {
        const int usual = 4096, most = 64 * 1024;
        var file = new ProcFile(path, usual);
        var bytes = file._buffer;
        var length = file.Read();
        // The kernel gives a page at a time.
        for (var count = length; count > 0 && length < most; length += count)
        {
            if (length == bytes.Length)
                Array.Resize(ref bytes, 2 * length);
            fixed (byte* start = bytes)
                count = (int)Math.Max(0, Libc.Read(file._file, start + length, (nuint)(bytes.Length - length), length));
        }
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        file.Close();
        var lines = new List<string>();
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start);
            if (end < 0)
                end = text.Length;
            lines.Add(text[start..end]);
        }
        return lines;
    }

    // Plain loops over arrays: in time the JIT compiles what is called often, be it the framework's vector code for searching, which costs it
    // a megabyte, or an element of a span.

    /// <summary>The number after a key at the start of a line of what was read last.</summary>
    [MethodImpl(Compile.Once)]
    public bool TryFind(byte[] key, out long value)
    {
        for (var start = 0; start < _length;)
        {
            var matched = 0;
            while (matched < key.Length && start + matched < _length && _buffer[start + matched] == key[matched])
                matched++;
            if (matched == key.Length)
                return TryParse(start + matched, out value);
            while (start < _length && _buffer[start] != '\n')
                start++;
            start++;
        }
        value = 0;
        return false;
    }

    /// <summary>The number at a place in what was read last, after spaces.</summary>
    [MethodImpl(Compile.Once)]
    public bool TryParse(int start, out long value)
    {
        while (start < _length && (_buffer[start] == ' ' || _buffer[start] == '\t'))
            start++;
        var i = start;
        value = 0;
        for (; i < _length && _buffer[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            if (value > (long.MaxValue - 9) / 10)
                return false;
            value = value * 10 + (_buffer[i] - '0');
        }
        return i > start;
    }

    private void Open()
    {
        fixed (byte* start = Libc.Text(path))
            _file = Libc.Open(start, Libc.ReadOnly | Libc.CloseOnExec);
    }

    private void Close()
    {
        if (_file >= 0)
            _ = Libc.Close(_file);
        _file = NotOpen;
    }
}
