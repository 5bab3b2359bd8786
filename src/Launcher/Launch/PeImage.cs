using System.Buffers.Binary;

namespace DdRun.Launcher.Launch;

/// <summary>The little that an assembly's header tells.</summary>
internal static class PeImage
{
    private const int HeaderSize = 1024, SignatureOffset = 0x3c, MachineOffset = 4;
    private const int PlainIntermediateLanguage = 0x14c;

    // Precompiled code is for a processor, and for a system: the two numbers are mixed by exclusive or (dotnet/runtime's corcompile.h).
    private static readonly (string Name, int Code)[] Systems = [("win", 0), ("linux", 0x7B79), ("osx", 0x4644)];
    private static readonly (string Name, int Code)[] Processors = [("x64", 0x8664), ("arm64", 0xAA64), ("x86", 0x14c), ("arm", 0x1c4)];

    /// <returns>The platform that an assembly was precompiled for, such as <c>linux-x64</c>; null when it was not, or cannot be read.</returns>
    public static string? Platform(string file)
    {
        var header = new byte[HeaderSize];
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
            stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        var signature = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(SignatureOffset));
        if (signature < 0 || signature > HeaderSize - MachineOffset - sizeof(ushort) || header[signature] != 'P' || header[signature + 1] != 'E')
            return null;
        var machine = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(signature + MachineOffset));
        if (machine == PlainIntermediateLanguage)
            return null;
        foreach (var system in Systems)
        {
            foreach (var processor in Processors)
            {
                if (machine == (system.Code ^ processor.Code))
                    return $"{system.Name}-{processor.Name}";
            }
        }

        return null;
    }
}
