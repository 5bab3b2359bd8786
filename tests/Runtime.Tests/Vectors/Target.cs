using System.Text.Json;
using System.Text.Json.Nodes;
using DdRun.Sampling;

namespace DdRun.Runtime.Tests.Vectors;

/// <summary>A span as the sampling vectors describe one. Members that are not given take the defaults under which the vectors were made.</summary>
internal sealed class Target : ISamplingTarget
{
    private readonly JsonObject _tags;

    public Target(JsonNode span, string service = "web", string name = "web.request", string resource = "GET /x")
    {
        var given = span.AsObject();
        Service = given.ContainsKey("service") ? given["service"]?.GetValue<string>() : service;
        Name = given["name"]?.GetValue<string>() ?? name;
        Resource = given["resource"]?.GetValue<string>() ?? resource;
        TraceIdLow = Headers.SpanId(VectorCase.ToText(given["trace_id_low64"]) ?? "1");
        SpanId = Headers.SpanId(VectorCase.ToText(given["span_id"]) ?? "1");
        Env = given["env"]?.GetValue<string>();
        _tags = given["tags"]?.AsObject() ?? [];
    }

    public string? Service { get; }
    public string Name { get; }
    public string Resource { get; }
    public ulong TraceIdLow { get; }
    public ulong SpanId { get; }
    public string? Env { get; }

    public string? GetTag(string key) => _tags[key] switch
    {
        null => key == "env" ? Env : null,
        var tag when tag.GetValueKind() == JsonValueKind.String => tag.GetValue<string>(),
        var tag when tag.GetValueKind() is JsonValueKind.True or JsonValueKind.False => tag.GetValue<bool>() ? "true" : "false",
        var tag when key == "http.status_code" => tag.ToJsonString(),
        _ => null,
    };

    public double? GetMetric(string key) =>
        key != "http.status_code" && _tags[key] is { } tag && tag.GetValueKind() == JsonValueKind.Number ? tag.GetValue<double>() : null;
}
