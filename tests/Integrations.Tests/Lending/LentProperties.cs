using System.Collections;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using DdRun.Instrumentation.Integrations.RabbitMQ;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>Properties of messages, of both generations of the library, which are each loaded by themselves.</summary>
internal sealed class LentProperties : LentObject
{
    private static readonly Assembly s_version6 = Load("6.4.0", "netstandard2.0"), s_version7 = Load("7.2.2", "net8.0");

    private readonly SentProperties _lender6 = new();
    private readonly SentProperties7 _lender7 = new();
    private readonly Dictionary<string, object?> _headers = new()
    {
        ["own"] = "value",
        ["number"] = 7L,
        ["traceparent"] = "00-11111111111111111111111111111111-2222222222222222-01"u8.ToArray(),
    };

    private readonly object _properties;
    private readonly bool _isOld, _isPrepared;

    public LentProperties(int version, bool withHeaders, bool isPrepared)
    {
        (_isOld, _isPrepared) = (version == 6, isPrepared);
        var type = _isOld ? s_version6.GetType("RabbitMQ.Client.Framing.BasicProperties", throwOnError: true)! : s_version7.GetType("RabbitMQ.Client.BasicProperties", throwOnError: true)!;
        _properties = Activator.CreateInstance(type, nonPublic: true)!;
        Set(_properties, "ContentType", "text/plain");
        Set(_properties, "MessageId", "seven");
        Set(_properties, "Priority", (byte)3);
        if (withHeaders)
            Set(_properties, "Headers", _headers);
    }

    public override IReadOnlyList<string> Plain => [.. Dump(_properties).Where(line => !IsContext(NameOf(line)))];

    public override string Look()
    {
        var headers = _properties.GetType().GetProperty("Headers")!.GetValue(_properties);
        return string.Join('\n', [headers is null ? "none" : ReferenceEquals(headers, _headers) ? "its own" : "others", .. Dump(_properties), .. DumpHeaders(_headers)]);
    }

    public override Task<IReadOnlyList<string>> Send(Span span)
    {
        span.SetTag("amqp.command", AmqpSpan.Publish);
        var sent = _isOld ? _lender6.Lend(_properties, null) : _lender7.Lend(_isPrepared ? Prepared() : null, _properties);
        return Task.FromResult<IReadOnlyList<string>>(Dump(sent!));
    }

    // As the library copies them: all but the headers, which they share.
    private object Prepared() => Activator.CreateInstance(_properties.GetType(), _properties)!;

    private static List<string> Dump(object properties)
    {
        var lines = new List<string>();
        foreach (var property in properties.GetType().GetProperties().Where(one => one.CanRead && one.GetIndexParameters().Length == 0).OrderBy(one => one.Name, StringComparer.Ordinal))
        {
            if (property.Name == "Headers")
                lines.AddRange(DumpHeaders((IDictionary<string, object?>?)property.GetValue(properties)));
            else
                lines.Add($"{property.Name}: {property.GetValue(properties)}");
        }
        return lines;
    }

    private static IEnumerable<string> DumpHeaders(IDictionary<string, object?>? headers) =>
        (headers ?? new Dictionary<string, object?>()).Select(header => $"{header.Key}: {(header.Value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : header.Value)}");

    private static void Set(object properties, string name, object value) => properties.GetType().GetProperty(name)!.SetValue(properties, value);

    private static Assembly Load(string version, string framework) =>
        new AssemblyLoadContext("RabbitMQ " + version).LoadFromAssemblyPath(Packages.File("rabbitmq.client", version, $"lib/{framework}/RabbitMQ.Client.dll"));
}
