using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace DdRun.Instrumentation.Metadata;

/// <summary>
/// A module's image where it lies in memory, as a file or as the runtime has mapped it: nothing of it is copied to look into it. Not a
/// PEReader: a start would have to compile a dozen of the methods that reads headers with.
/// </summary>
internal sealed unsafe class PeImage : IDisposable
{
    private const int SectionSize = 40, CliDirectory = 14, ReadyToRun = 0x00525452, IsComponent = 0x20;

    private readonly byte* _start;
    private readonly int _size;
    private readonly bool _isMapped;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly int _optional;
    private readonly int _sections;
    private readonly int _sectionCount;

    /// <exception cref="BadImageFormatException">It is not an image.</exception>
    public PeImage(byte* start, int size, bool isMapped)
    {
        _start = start;
        _size = size;
        _isMapped = isMapped;
        var headers = Word(0) == 0x5A4D ? Number(0x3C) : -1;
        if (headers < 0 || Number(headers) != 0x4550)
            throw new BadImageFormatException();
        _sectionCount = Word(headers + 6);
        _optional = headers + 24;
        _sections = _optional + Word(headers + 20);
    }

    private PeImage(MemoryMappedViewAccessor view, byte* start, int size)
        : this(start, size, isMapped: false) => _view = view;

    /// <summary>Maps a file.</summary>
    /// <exception cref="BadImageFormatException">It is not an image.</exception>
    public static PeImage Open(string path)
    {
        var length = new FileInfo(path).Length;
        if (length is < 64 or > int.MaxValue)
            throw new BadImageFormatException();
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            return new PeImage(view, start, (int)length);
        }
        catch (BadImageFormatException)
        {
            Release(view);
            throw;
        }
    }

    /// <summary>The metadata; empty in images of native code.</summary>
    public ReadOnlySpan<byte> Metadata
    {
        get
        {
            var header = CliHeader;
            if (header.Length < 16)
                return default;
            var metadata = At(BinaryPrimitives.ReadInt32LittleEndian(header[8..]));
            var length = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
            return length >= 0 && length <= metadata.Length ? metadata[..length] : default;
        }
    }

    /// <summary>Whether its native code is in an image that it shares with other assemblies (a composite one).</summary>
    public bool IsInComposite =>
        CliHeader is { Length: >= 72 } header
        && At(BinaryPrimitives.ReadInt32LittleEndian(header[64..])) is { Length: >= 12 } native
        && BinaryPrimitives.ReadInt32LittleEndian(native) == ReadyToRun
        && (BinaryPrimitives.ReadInt32LittleEndian(native[8..]) & IsComponent) != 0;

    /// <summary>Whether it holds native code beside its IL.</summary>
    public bool IsPrecompiled => CliHeader is { Length: >= 72 } header && BinaryPrimitives.ReadInt32LittleEndian(header[64..]) != 0;

    private ReadOnlySpan<byte> CliHeader
    {
        get
        {
            var directory = _optional + (Word(_optional) == 0x20B ? 112 : 96) + 8 * CliDirectory;
            return directory + 8 > _sections || Number(directory) == 0 ? default : At(Number(directory));
        }
    }

    /// <summary>What lies at a relative virtual address, up to the end of its section.</summary>
    public ReadOnlySpan<byte> At(int rva)
    {
        for (var i = 0; i < _sectionCount; i++)
        {
            var (address, virtualSize, offset, fileSize) = SectionAt(i);
            if (rva < address || rva - address >= Math.Max(virtualSize, fileSize))
                continue;
            var within = rva - address;
            var from = _isMapped ? rva : offset + within;
            var length = (_isMapped ? Math.Max(virtualSize, fileSize) : fileSize) - within;
            length = Math.Min(length, _size - from);
            return length > 0 && from >= 0 ? new ReadOnlySpan<byte>(_start + from, length) : default;
        }
        return default;
    }

    /// <summary>A copy as it would stand in a file. Sections of a mapped image stand where code refers to them; in a file, where the headers say.</summary>
    public byte[] ToFile()
    {
        if (!_isMapped)
            return new ReadOnlySpan<byte>(_start, _size).ToArray();
        var headers = Number(_optional + 60);
        var size = headers;
        for (var i = 0; i < _sectionCount; i++)
        {
            var (_, _, offset, fileSize) = SectionAt(i);
            size = Math.Max(size, offset + fileSize);
        }
        var file = new byte[size];
        new ReadOnlySpan<byte>(_start, Math.Min(headers, _size)).CopyTo(file);
        for (var i = 0; i < _sectionCount; i++)
        {
            var (address, virtualSize, offset, fileSize) = SectionAt(i);
            var count = Math.Min(Math.Min(virtualSize, fileSize), _size - address);
            if (count > 0)
                new ReadOnlySpan<byte>(_start + address, count).CopyTo(file.AsSpan(offset));
        }
        return file;
    }

    public void Dispose()
    {
        if (_view is not null)
            Release(_view);
    }

    private static void Release(MemoryMappedViewAccessor view)
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
    }

    private Section SectionAt(int index)
    {
        var at = _sections + SectionSize * index;
        return new(Number(at + 12), Number(at + 8), Number(at + 20), Number(at + 16));
    }

    private ushort Word(int at) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(at, 2));

    private int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(Bytes(at, 4));

    private ReadOnlySpan<byte> Bytes(int at, int count) =>
        at >= 0 && at <= _size - count ? new ReadOnlySpan<byte>(_start + at, count) : throw new BadImageFormatException();

    private readonly record struct Section(int Address, int VirtualSize, int Offset, int FileSize);
}
