namespace DdRun.Configuration;

/// <summary>What an OpenTelemetry variable means as a Datadog setting; null where it means nothing we support.</summary>
internal static class OtelMapping
{
    private const int MaxResourceAttributes = 10;

    public static string? VariableFor(string setting) => setting switch
    {
        "DD_SERVICE" => "OTEL_SERVICE_NAME",
        "DD_TRACE_DEBUG" => "OTEL_LOG_LEVEL",
        "DD_TRACE_PROPAGATION_STYLE" => "OTEL_PROPAGATORS",
        "DD_TRACE_SAMPLING_RULES" => "OTEL_TRACES_SAMPLER",
        "DD_TRACE_ENABLED" => "OTEL_TRACES_EXPORTER",
        "DD_RUNTIME_METRICS_ENABLED" => "OTEL_METRICS_EXPORTER",
        "DD_TAGS" => "OTEL_RESOURCE_ATTRIBUTES",
        "DD_TRACE_OTEL_ENABLED" => "OTEL_SDK_DISABLED",
        _ => null,
    };

    /// <param name="variable">Name of the OpenTelemetry variable.</param>
    /// <param name="value">Its value.</param>
    /// <param name="environment">For the variables that qualify others.</param>
    /// <param name="warn">Takes what was left out of a value that is otherwise used.</param>
    public static string? Translate(string variable, string value, Func<string, string?> environment, Action<string> warn)
    {
        var word = value.ToLowerInvariant();
        return variable switch
        {
            "OTEL_SERVICE_NAME" => value,
            "OTEL_LOG_LEVEL" => word == "debug" ? "true" : null,
            "OTEL_PROPAGATORS" => Propagators(word, warn),
            "OTEL_TRACES_SAMPLER" => Sampler(word, environment, warn),
            "OTEL_TRACES_EXPORTER" => word switch { "none" => "false", "otlp" => "true", _ => null },
            "OTEL_METRICS_EXPORTER" => word == "none" ? "false" : null,
            "OTEL_RESOURCE_ATTRIBUTES" => ResourceAttributes(value, warn),
            "OTEL_SDK_DISABLED" => word switch { "true" => "false", "false" => "true", _ => null },
            _ => null,
        };
    }

    private static string? Propagators(string value, Action<string> warn)
    {
        var styles = new List<string>();
        foreach (var part in value.Split(','))
        {
            var style = part.Trim();
            if (style is not ("b3" or "b3multi" or "datadog" or "tracecontext" or "none"))
                warn($"propagator '{style}' is not supported");
            else if (!styles.Contains(style))
                styles.Add(style);
        }
        return styles.Count == 0 ? null : string.Join(',', styles);
    }

    private static string? Sampler(string value, Func<string, string?> environment, Action<string> warn)
    {
        if (value is "always_on" or "always_off" or "traceidratio")
        {
            warn($"only parent based sampling is supported, parentbased_{value} is used");
            value = "parentbased_" + value;
        }
        var rate = value switch
        {
            "parentbased_always_on" => "1.0",
            "parentbased_always_off" => "0.0",
            "parentbased_traceidratio" => environment("OTEL_TRACES_SAMPLER_ARG") is { Length: > 0 } argument ? argument : "1",
            _ => null,
        };
        return rate == null ? null : $"[{{\"sample_rate\":{rate}}}]";
    }

    private static string? ResourceAttributes(string value, Action<string> warn)
    {
        var attributes = new List<KeyValuePair<string, string>>();
        foreach (var part in value.Split(','))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || part.IndexOf('=', equals + 1) >= 0)
                return null;
            TagList.Set(attributes, part[..equals], part[(equals + 1)..]);
        }
        var tags = new List<KeyValuePair<string, string>>();
        foreach (var (key, text) in attributes)
        {
            var unified = key.ToLowerInvariant() switch
            {
                "deployment.environment" => "env",
                "service.name" => "service",
                "service.version" => "version",
                _ => null,
            };
            if (unified != null)
                tags.Insert(0, new(unified, text));
            else
                tags.Add(new(key, text));
        }
        if (tags.Count > MaxResourceAttributes)
        {
            warn($"only the first {MaxResourceAttributes} attributes are used");
            tags.RemoveRange(MaxResourceAttributes, tags.Count - MaxResourceAttributes);
        }
        return TagList.Format(tags);
    }
}
