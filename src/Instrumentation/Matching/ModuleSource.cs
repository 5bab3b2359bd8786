using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using DdRun.Instrumentation.Profiler;

namespace DdRun.Instrumentation.Matching;

/// <summary>A module to match and weave: one that the process has loaded, or a file.</summary>
internal sealed unsafe class ModuleSource : IDisposable
{
    private readonly Func<byte[]?> _load;
    private readonly PEReader? _file;
    private byte[]? _image;
    private PEReader? _reader;

    private ModuleSource(MetadataReader metadata, string path, Func<byte[]?> load, PEReader? file = null)
    {
        Metadata = metadata;
        Path = path;
        _load = load;
        _file = file;
    }

    public MetadataReader Metadata { get; }

    /// <summary>Empty when the module was not loaded from a file of its own.</summary>
    public string Path { get; }

    public Guid Mvid => Metadata.GetGuid(Metadata.GetModuleDefinition().Mvid);

    public string Name => Metadata.IsAssembly ? Metadata.GetString(Metadata.GetAssemblyDefinition().Name) : Metadata.GetString(Metadata.GetModuleDefinition().Name);

    public Version Version => Metadata.IsAssembly ? Metadata.GetAssemblyDefinition().Version : new Version();

    /// <summary>The file's bytes, or the same put together from the loaded image. Null when there is neither.</summary>
    public byte[]? Image => _image ??= _load();

    public static ModuleSource? Of(Assembly assembly, ProfilerBridge? bridge)
    {
        if (assembly.IsDynamic || !assembly.TryGetRawMetadata(out var blob, out var length))
            return null;
        var path = assembly.Location;
        return new ModuleSource(new MetadataReader(blob, length), path, () => LoadedImage.Read(assembly.ManifestModule, path, bridge));
    }

    /// <summary>Null when the file is no managed assembly.</summary>
    public static ModuleSource? Of(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var reader = new PEReader(new MemoryStream(bytes, writable: false));
            if (reader.HasMetadata)
                return new ModuleSource(reader.GetMetadataReader(), path, () => bytes, reader);
            reader.Dispose();
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
        }
        return null;
    }

    /// <summary>A method's body from its header on, and maybe more. Empty when it has none.</summary>
    public ReadOnlySpan<byte> Body(int rva)
    {
        if (rva == 0 || Image is not { } image)
            return default;
        _reader ??= _file ?? new PEReader(new MemoryStream(image, writable: false));
        var block = _reader.GetSectionData(rva);
        return new ReadOnlySpan<byte>(block.Pointer, block.Length);
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _file?.Dispose();
    }
}
