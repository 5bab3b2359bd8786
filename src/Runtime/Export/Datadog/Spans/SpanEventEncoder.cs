using DdRun.Export.MessagePack;
using DdRun.Tracing;

namespace DdRun.Export.Datadog.Spans;

internal static class SpanEventEncoder
{
    public static void Write(MessagePackWriter w, SpanEvent added)
    {
        w.WriteMapHeader(added.Attributes.Count == 0 ? 2 : 3);
        w.WriteKey("time_unix_nano"u8);
        w.WriteUInt64((ulong)added.TimeUnixNanoseconds);
        w.WriteKey("name"u8);
        w.WriteString(TagText.Cut(added.Name));
        if (added.Attributes.Count == 0)
            return;
        w.WriteKey("attributes"u8);
        w.WriteMapHeader(added.Attributes.Count);
        foreach (var (key, value) in added.Attributes)
        {
            w.WriteString(key);
            WriteValue(w, value);
        }
    }

    private static void WriteValue(MessagePackWriter w, object value)
    {
        w.WriteMapHeader(2);
        w.WriteKey("type"u8);
        switch (value)
        {
            case string text:
                w.WriteUInt64(0);
                w.WriteKey("string_value"u8);
                w.WriteString(text);
                break;
            case bool flag:
                w.WriteUInt64(1);
                w.WriteKey("bool_value"u8);
                w.WriteBoolean(flag);
                break;
            case long integer:
                w.WriteUInt64(2);
                w.WriteKey("int_value"u8);
                w.WriteInt64(integer);
                break;
            case double number:
                w.WriteUInt64(3);
                w.WriteKey("double_value"u8);
                w.WriteDouble(number);
                break;
            default:
                WriteArray(w, (object[])value);
                break;
        }
    }

    private static void WriteArray(MessagePackWriter w, object[] items)
    {
        w.WriteUInt64(4);
        w.WriteKey("array_value"u8);
        w.WriteMapHeader(1);
        w.WriteKey("values"u8);
        w.WriteArrayHeader(items.Length);
        foreach (var item in items)
            WriteValue(w, item);
    }
}
