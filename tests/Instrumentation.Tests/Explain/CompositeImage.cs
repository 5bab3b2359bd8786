using System.Buffers.Binary;
using System.Reflection.PortableExecutable;

namespace DdRun.Instrumentation.Tests.Explain;

/// <summary>An assembly that says that its native code is in an image of several: publishing a real one takes minutes.</summary>
internal static class CompositeImage
{
    private static readonly byte[] s_component = [.. "RTR\0"u8, 16, 0, 0, 0, 0x20, 0, 0, 0];

    public static byte[] Of(byte[] assembly)
    {
        var image = (byte[])assembly.Clone();
        var headers = new PEHeaders(new MemoryStream(assembly));
        // Behind what a section holds, up to the size that files round to, nothing lies.
        var section = headers.SectionHeaders.First(section => section.SizeOfRawData - section.VirtualSize >= s_component.Length);
        s_component.CopyTo(image, section.PointerToRawData + section.VirtualSize);
        var native = image.AsSpan(headers.CorHeaderStartOffset + 64);
        BinaryPrimitives.WriteInt32LittleEndian(native, section.VirtualAddress + section.VirtualSize);
        BinaryPrimitives.WriteInt32LittleEndian(native[4..], s_component.Length);
        return image;
    }
}
