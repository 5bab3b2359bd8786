namespace DdRun.Export.Otlp;

internal static class ScopeEncoder
{
    /// <summary>The fields of an <c>InstrumentationScope</c>.</summary>
    public static byte[] Encode(string name, string? version)
    {
        var buffer = new ByteBuffer();
        var writer = new ProtobufWriter(buffer);
        writer.Text(1, name);
        if (version is { Length: > 0 })
            writer.Text(2, version);
        writer.Save();
        return buffer.Written.ToArray();
    }
}
