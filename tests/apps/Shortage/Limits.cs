using System.Runtime.InteropServices;

namespace Shortage;

/// <summary>Makes the process run out of something, and gives it back.</summary>
internal sealed unsafe partial class Limits
{
    // Linux's numbers.
    private const int FileSize = 1, Descriptors = 7, AddressSpace = 9, FileSizeSignal = 25, Ignore = 1;

    // All that the program needs itself has been loaded by then, and memory for its strings taken.
    private readonly List<int> _files = new(capacity: 4096);
    private Limit _before;
    private int _limited = -1;

    /// <param name="what"><c>descriptors:N</c> leaves N of them, <c>memory:N</c> N KiB of address space, <c>disk</c> no room for any file.</param>
    public void Reach(string what)
    {
        var parts = what.Split(':');
        var left = parts.Length > 1 ? int.Parse(parts[1]) : 0;
        switch (parts[0])
        {
            case "descriptors":
                Set(Descriptors, 512);
                fixed (byte* path = "/dev/null\0"u8)
                {
                    for (var file = Open(path, 0); file >= 0; file = Open(path, 0))
                        _files.Add(file);
                }
                for (; left > 0; left--)
                {
                    _ = Close(_files[^1]);
                    _files.RemoveAt(_files.Count - 1);
                }
                break;
            case "memory":
                Set(AddressSpace, (nuint)(Size() + left * 1024L));
                break;
            case "disk":
                SetSignal(FileSizeSignal, Ignore);
                Set(FileSize, 0);
                break;
        }
    }

    public void Lift()
    {
        foreach (var file in _files)
            _ = Close(file);
        _files.Clear();
        fixed (Limit* before = &_before)
            _ = SetLimit(_limited, before);
    }

    private void Set(int resource, nuint soft)
    {
        fixed (Limit* before = &_before)
            _ = GetLimit(resource, before);
        var limit = new Limit { Soft = Math.Min(soft, _before.Hard), Hard = _before.Hard };
        _limited = resource;
        if (SetLimit(resource, &limit) != 0)
            throw new InvalidOperationException("The limit could not be set.");
    }

    private static long Size() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0]) * Environment.SystemPageSize;

    private struct Limit
    {
        public nuint Soft, Hard;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, Limit* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, Limit* limit);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "open")]
    private static partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
