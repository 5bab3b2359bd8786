using System.Globalization;
using System.Text;
using DdRun.Json;

namespace DdRun.Export.Otlp;

/// <summary>What a receiver that took a request says of it: how many items it rejected, and why.</summary>
internal readonly record struct PartialSuccess(long Rejected, string? Message)
{
    private const int Field = 1, RejectedField = 1, MessageField = 2;

    /// <summary>A body that is nothing of the kind says that all is well.</summary>
    public static PartialSuccess Read(byte[] body, string rejectedName)
    {
        try
        {
            return body.Length == 0 ? default : body[0] == (byte)'{' ? ReadJson(body, rejectedName) : ReadProtobuf(body);
        }
        catch (FormatException)
        {
            return default;
        }
    }

    private static PartialSuccess ReadProtobuf(ReadOnlySpan<byte> body)
    {
        while (ProtobufReader.TryRead(ref body, out var field, out _, out var content))
        {
            if (field != Field)
                continue;
            var (rejected, message) = (0L, (string?)null);
            while (ProtobufReader.TryRead(ref content, out var inner, out var number, out var text))
            {
                if (inner == RejectedField)
                    rejected = (long)number;
                else if (inner == MessageField)
                    message = Encoding.UTF8.GetString(text);
            }
            return new(Math.Max(0, rejected), message);
        }
        return default;
    }

    private static PartialSuccess ReadJson(byte[] body, string rejectedName)
    {
        if (JsonReader.ReadObject(body)?.Object("partialSuccess") is not { } partial)
            return default;
        // 64 bits are text in OTLP's JSON, but not by all that speak it.
        var rejected = partial.Number(rejectedName) is { } number ? (long)number
            : long.TryParse(partial.Text(rejectedName), NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits : 0;
        return new(Math.Max(0, rejected), partial.Text("errorMessage"));
    }
}
