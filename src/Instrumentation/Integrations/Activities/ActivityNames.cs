using System.Diagnostics;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>Operation names and span types derived from an activity's kind and attributes, as other Datadog tracers derive them.</summary>
internal static class ActivityNames
{
    public static string Operation(Activity activity)
    {
        var kind = activity.Kind;
        var server = kind == ActivityKind.Server;
        var client = kind == ActivityKind.Client;
        if ((server || client) && (Has(activity, "http.request.method") || Has(activity, "http.method")))
            return server ? "http.server.request" : "http.client.request";
        if (client && Text(activity, "db.system", "db.system.name") is { } database)
            return database + ".query";
        if (kind != ActivityKind.Internal && Text(activity, "messaging.system") is { } messaging
            && Text(activity, "messaging.operation", "messaging.operation.type") is { } operation)
            return messaging + "." + operation;
        if ((server || client) && Text(activity, "rpc.system") is { } rpc)
            return Rpc(activity, rpc, server);
        if (client && Text(activity, "faas.invoked_provider") is { } provider && Text(activity, "faas.invoked_name") is { } function)
            return provider + "." + function + ".invoke";
        if (server && Text(activity, "faas.trigger") is { } trigger)
            return trigger + ".invoke";
        if (Has(activity, "graphql.operation.type"))
            return "graphql.server.request";
        return kind switch
        {
            ActivityKind.Server => WithProtocol(activity, "server.request"),
            ActivityKind.Client => WithProtocol(activity, "client.request"),
            ActivityKind.Producer => "producer",
            ActivityKind.Consumer => "consumer",
            _ => "internal",
        };
    }

    public static string Type(Activity activity) => activity.Kind switch
    {
        ActivityKind.Server => "web",
        ActivityKind.Client => Text(activity, "db.system", "db.system.name") switch
        {
            null => "http",
            "redis" => "redis",
            "memcached" => "memcached",
            "mongodb" => "mongodb",
            "elasticsearch" => "elasticsearch",
            "cassandra" => "cassandra",
            "opensearch" => "opensearch",
            _ => "db",
        },
        _ => "custom",
    };

    private static string Rpc(Activity activity, string system, bool server)
    {
        if (server)
            return system + ".server.request";
        if (system == "aws-api")
            return Text(activity, "rpc.service") is { } service ? "aws." + service + ".request" : "aws.client.request";
        return system + ".client.request";
    }

    private static string WithProtocol(Activity activity, string name) =>
        Text(activity, "network.protocol.name") is { } protocol ? protocol + "." + name : name;

    private static bool Has(Activity activity, string key) => activity.GetTagItem(key) is not null;

    private static string? Text(Activity activity, string key, string? other = null) =>
        activity.GetTagItem(key) is string { Length: > 0 } text ? text.ToLowerInvariant()
        : other is not null ? Text(activity, other)
        : null;
}
