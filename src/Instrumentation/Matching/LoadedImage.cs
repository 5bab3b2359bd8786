using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using DdRun.Instrumentation.Profiler;

namespace DdRun.Instrumentation.Matching;

/// <summary>Gets at the bytes of a loaded module: from its file, or, where it has none, from memory.</summary>
internal static unsafe class LoadedImage
{
    public static byte[]? Read(Module module, string path, ProfilerBridge? bridge)
    {
        if (path.Length > 0 && File.Exists(path))
            return File.ReadAllBytes(path);
        if (bridge is null || !bridge.TryGetModuleImage(module, out var start, out var size, out var isMapped))
            return null;
        return isMapped ? Unmap((byte*)start, size) : new ReadOnlySpan<byte>((void*)start, size).ToArray();
    }

    // Sections of a mapped image stand where code refers to them; in a file they stand where the headers say.
    private static byte[] Unmap(byte* start, int size)
    {
        using var reader = new PEReader(start, size, isLoadedImage: true);
        var headers = reader.PEHeaders;
        var length = headers.PEHeader!.SizeOfHeaders;
        foreach (var section in headers.SectionHeaders)
            length = Math.Max(length, section.PointerToRawData + section.SizeOfRawData);
        var file = new byte[length];
        Marshal.Copy((nint)start, file, 0, Math.Min(headers.PEHeader.SizeOfHeaders, size));
        foreach (var section in headers.SectionHeaders)
        {
            var count = Math.Min(Math.Min(section.VirtualSize, section.SizeOfRawData), size - section.VirtualAddress);
            if (count > 0)
                Marshal.Copy((nint)start + section.VirtualAddress, file, section.PointerToRawData, count);
        }
        return file;
    }
}
