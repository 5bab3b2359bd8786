using System.Reflection;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Profiler;

namespace DdRun.Instrumentation.Metadata;

/// <summary>A module to match and weave: one that the process has loaded, or a file.</summary>
internal sealed unsafe class ModuleSource : IDisposable
{
    private readonly Func<PeImage?> _find;
    private PeImage? _image;
    private bool _isFound;

    private ModuleSource(MetadataReader metadata, string path, Func<PeImage?> find)
    {
        Metadata = metadata;
        Path = path;
        _find = find;
    }

    public MetadataReader Metadata { get; }

    /// <summary>Empty when the module was not loaded from a file of its own.</summary>
    public string Path { get; }

    public Guid Mvid => Metadata.GetGuid(Metadata.GetModuleDefinition().Mvid);

    public string Name => Metadata.IsAssembly ? Metadata.GetString(Metadata.GetAssemblyDefinition().Name) : Metadata.GetString(Metadata.GetModuleDefinition().Name);

    public Version Version => Metadata.IsAssembly ? Metadata.GetAssemblyDefinition().Version : new Version();

    /// <summary>Whether bodies can be had.</summary>
    public bool HasImage => Image is not null;

    /// <summary>Whether its native code is in an image that it shares with other assemblies (a composite one).</summary>
    public bool IsInComposite => Image?.IsInComposite == true;

    /// <summary>Whether it holds native code beside its IL.</summary>
    public bool IsPrecompiled => Image?.IsPrecompiled == true;

    private PeImage? Image
    {
        get
        {
            if (!_isFound)
                (_image, _isFound) = (_find(), true);
            return _image;
        }
    }

    public bool References(string assembly) => References(Metadata, assembly);

    public static bool References(MetadataReader metadata, string assembly)
    {
        foreach (var handle in metadata.AssemblyReferences)
        {
            if (metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, assembly))
                return true;
        }
        return false;
    }

    /// <summary>Whether a module that is built against a facade, as those for .NET Standard are, refers to a type of a namespace.</summary>
    public static bool ReferencesThroughFacade(MetadataReader metadata, string space)
    {
        if (!References(metadata, "netstandard") && !References(metadata, "mscorlib"))
            return false;
        foreach (var handle in metadata.TypeReferences)
        {
            if (metadata.StringComparer.Equals(metadata.GetTypeReference(handle).Namespace, space))
                return true;
        }
        return false;
    }

    public static ModuleSource? Of(Assembly assembly, ProfilerBridge? bridge)
    {
        if (assembly.IsDynamic || !assembly.TryGetRawMetadata(out var blob, out var length))
            return null;
        var path = assembly.Location;
        return new ModuleSource(new MetadataReader(blob, length), path, () => Loaded(assembly.ManifestModule, path, bridge));
    }

    /// <summary>Null when the file is no managed assembly.</summary>
    public static ModuleSource? Of(string path)
    {
        try
        {
            var image = PeImage.Open(path);
            fixed (byte* metadata = image.Metadata)
            {
                if (metadata is not null)
                    return new ModuleSource(new MetadataReader(metadata, image.Metadata.Length), path, () => image) { _image = image, _isFound = true };
            }
            image.Dispose();
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
        }
        return null;
    }

    /// <summary>A method's body from its header on, and maybe more. Empty when it has none.</summary>
    public ReadOnlySpan<byte> Body(int rva) => rva == 0 || Image is not { } image ? default : image.At(rva);

    /// <summary>The file, or the same put together from the loaded image.</summary>
    public Stream OpenFile() => Path.Length > 0 && File.Exists(Path) ? OpenFile(Path) : new MemoryStream(Image!.ToFile(), writable: false);

    /// <summary>Opens a file of the target, which others may still replace, as a build does.</summary>
    public static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public void Dispose() => _image?.Dispose();

    // What the runtime runs, whatever has become of the file.
    private static PeImage? Loaded(Module module, string path, ProfilerBridge? bridge)
    {
        if (bridge is not null && bridge.TryGetModuleImage(module, out var start, out var size, out var isMapped))
            return new PeImage((byte*)start, size, isMapped);
        return path.Length > 0 && File.Exists(path) ? PeImage.Open(path) : null;
    }
}
