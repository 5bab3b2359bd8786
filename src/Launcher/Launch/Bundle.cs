namespace DdRun.Launcher.Launch;

/// <summary>The files in a single-file program, listed as dotnet/runtime's src/native/corehost/bundle reads them.</summary>
internal static class Bundle
{
    private const int MajorWithoutFlags = 1, MajorWithCompression = 6;

    /// <param name="file">The program.</param>
    /// <param name="offset">Where the list begins.</param>
    public static HashSet<string> Files(string file, long offset)
    {
        var names = new HashSet<string>();
        try
        {
            using var reader = new BinaryReader(File.OpenRead(file));
            reader.BaseStream.Position = offset;
            var major = reader.ReadUInt32();
            reader.ReadUInt32();
            var count = reader.ReadInt32();
            reader.ReadString();
            // Where two of the files are, and flags.
            if (major > MajorWithoutFlags)
                reader.BaseStream.Position += 5 * sizeof(long);
            for (var i = 0; i < count; i++)
            {
                // Offset, size, compressed size; then the kind.
                reader.BaseStream.Position += (major >= MajorWithCompression ? 3 : 2) * sizeof(long) + 1;
                names.Add(reader.ReadString());
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return [];
        }

        return names;
    }
}
