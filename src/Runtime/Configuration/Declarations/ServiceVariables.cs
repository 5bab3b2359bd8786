namespace DdRun.Configuration.Declarations;

internal static class ServiceVariables
{
    [Documented("Service name on every span that names none.", Otel = "OTEL_SERVICE_NAME", Default = "name of the entry assembly")]
    public static readonly Setting<string?> Service = new("DD_SERVICE", null);

    [Documented("Environment, tag `env`.")]
    public static readonly Setting<string?> Env = new("DD_ENV", null);

    [Documented("Version of the application, tag `version` on spans of the service `DD_SERVICE`.")]
    public static readonly Setting<string?> Version = new("DD_VERSION", null);

    [Documented("Tags for every span and metric: `key:value` separated by commas, or by blanks if there is no comma.", Otel = "OTEL_RESOURCE_ATTRIBUTES")]
    public static readonly Setting<string?> Tags = new("DD_TAGS", null, "DD_TRACE_GLOBAL_TAGS");

    [Documented("Renames services: `from:to`, separated by commas.")]
    public static readonly Setting<string?> ServiceMapping = new("DD_SERVICE_MAPPING", null, "DD_TRACE_SERVICE_MAPPING");

    [Documented("Host name to report.", Default = "the machine's")]
    public static readonly Setting<string?> Hostname = new("DD_HOSTNAME", null);

    [Documented("Puts `_dd.hostname` on trace roots.")]
    public static readonly Setting<bool> ReportHostname = new("DD_TRACE_REPORT_HOSTNAME", false);

    [Documented("Sent as `Datadog-External-Env`; set by the cluster's admission controller.")]
    public static readonly Setting<string?> ExternalEnv = new("DD_EXTERNAL_ENV", null);

    [Documented("Entity id of the pod or container, for origin detection.")]
    public static readonly Setting<string?> EntityId = new("DD_ENTITY_ID", null);

    [Documented("Puts process tags (`entrypoint.*`, `svc.*`) on traces, stats and runtime metrics.")]
    public static readonly Setting<bool> ProcessTags = new("DD_EXPERIMENTAL_PROPAGATE_PROCESS_TAGS_ENABLED", true);

    [Documented("Puts git metadata on chunk roots.")]
    public static readonly Setting<bool> GitMetadata = new("DD_TRACE_GIT_METADATA_ENABLED", true);

    [Documented("Repository of the source, without credentials.")]
    public static readonly Setting<string?> GitRepositoryUrl = new("DD_GIT_REPOSITORY_URL", null);

    [Documented("Commit that the application was built from.")]
    public static readonly Setting<string?> GitCommitSha = new("DD_GIT_COMMIT_SHA", null);
}
