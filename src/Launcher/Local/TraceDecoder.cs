using DdRun.Export.MessagePack;

namespace DdRun.Launcher.Local;

/// <summary>Payloads of both versions of the agent's protocol, as lists of spans.</summary>
internal static class TraceDecoder
{
    /// <summary>v0.4: traces of maps.</summary>
    public static List<List<LocalSpan>> DecodeV04(ReadOnlySpan<byte> body)
    {
        var reader = new MessagePackReader(body);
        var traces = new List<List<LocalSpan>>();
        for (var left = reader.ReadArrayHeader(); left > 0; left--)
        {
            var trace = new List<LocalSpan>();
            for (var spans = reader.ReadArrayHeader(); spans > 0; spans--)
                trace.Add(ReadMap(ref reader));
            traces.Add(trace);
        }

        return traces;
    }

    /// <summary>v0.5: a table of strings, then traces of arrays that point into it.</summary>
    public static List<List<LocalSpan>> DecodeV05(ReadOnlySpan<byte> body)
    {
        var reader = new MessagePackReader(body);
        if (reader.ReadArrayHeader() != 2)
            throw new FormatException("A v0.5 payload has two parts.");
        var strings = new List<string>();
        for (var left = reader.ReadArrayHeader(); left > 0; left--)
            strings.Add(reader.ReadString() ?? "");

        var traces = new List<List<LocalSpan>>();
        for (var left = reader.ReadArrayHeader(); left > 0; left--)
        {
            var trace = new List<LocalSpan>();
            for (var spans = reader.ReadArrayHeader(); spans > 0; spans--)
                trace.Add(ReadArray(ref reader, strings));
            traces.Add(trace);
        }

        return traces;
    }

    private static LocalSpan ReadMap(ref MessagePackReader reader)
    {
        var span = new LocalSpan();
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            switch (reader.ReadString())
            {
                case "trace_id":
                    span.TraceId = reader.ReadUInt64();
                    break;
                case "span_id":
                    span.SpanId = reader.ReadUInt64();
                    break;
                case "parent_id":
                    span.ParentId = reader.ReadUInt64();
                    break;
                case "service":
                    span.Service = reader.ReadString() ?? "";
                    break;
                case "name":
                    span.Name = reader.ReadString() ?? "";
                    break;
                case "resource":
                    span.Resource = reader.ReadString() ?? "";
                    break;
                case "type":
                    span.Type = reader.ReadString() ?? "";
                    break;
                case "start":
                    span.Start = reader.ReadInt64();
                    break;
                case "duration":
                    span.Duration = reader.ReadInt64();
                    break;
                case "error":
                    span.Error = reader.ReadInt64() != 0;
                    break;
                case "meta":
                    for (var pairs = reader.ReadMapHeader(); pairs > 0; pairs--)
                        span.Meta[reader.ReadString() ?? ""] = reader.ReadString() ?? "";
                    break;
                case "metrics":
                    for (var pairs = reader.ReadMapHeader(); pairs > 0; pairs--)
                        span.Metrics[reader.ReadString() ?? ""] = reader.ReadDouble();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return span;
    }

    private static LocalSpan ReadArray(ref MessagePackReader reader, List<string> strings)
    {
        if (reader.ReadArrayHeader() != 12)
            throw new FormatException("A v0.5 span has twelve parts.");
        var span = new LocalSpan
        {
            Service = Text(ref reader, strings),
            Name = Text(ref reader, strings),
            Resource = Text(ref reader, strings),
            TraceId = reader.ReadUInt64(),
            SpanId = reader.ReadUInt64(),
            ParentId = reader.ReadUInt64(),
            Start = reader.ReadInt64(),
            Duration = reader.ReadInt64(),
            Error = reader.ReadInt64() != 0,
        };
        for (var pairs = reader.ReadMapHeader(); pairs > 0; pairs--)
            span.Meta[Text(ref reader, strings)] = Text(ref reader, strings);
        for (var pairs = reader.ReadMapHeader(); pairs > 0; pairs--)
            span.Metrics[Text(ref reader, strings)] = reader.ReadDouble();
        span.Type = Text(ref reader, strings);
        return span;
    }

    private static string Text(ref MessagePackReader reader, List<string> strings)
    {
        var index = reader.ReadUInt64();
        return index < (ulong)strings.Count ? strings[(int)index] : throw new FormatException($"There is no string {index}.");
    }
}
