using DdRun.Configuration.Declarations;

namespace DdRun.Configuration;

internal sealed partial class Settings
{
    public HeaderTags HeaderTags => field ??= HeaderTags.Parse(_source.Text(HttpVariables.HeaderTags));
    public HeaderTags GrpcTags => field ??= HeaderTags.Parse(_source.Text(HttpVariables.GrpcTags), "grpc.request.metadata.", "grpc.response.metadata.");
    public bool ResourceRenaming { get; private set; }
    public bool SimplifiedEndpoint { get; private set; }
    public bool GrpcSuppressHttp { get; private set; }
    public ErrorStatuses ServerErrorStatuses => field ??= ErrorStatuses.Parse(RawOrDefault(HttpVariables.ServerErrorStatuses));
    public ErrorStatuses ClientErrorStatuses => field ??= ErrorStatuses.Parse(RawOrDefault(HttpVariables.ClientErrorStatuses));
    public bool ServerQueryString { get; private set; }
    public bool ClientQueryString { get; private set; }

    /// <summary>Null = the built-in expression, empty = none.</summary>
    public string? QueryObfuscation { get; private set; }

    public bool ClientIpEnabled { get; private set; }
    public string? ClientIpHeader { get; private set; }

    private void ReadHttp(SettingsSource source)
    {
        ResourceRenaming = source.Flag(HttpVariables.ResourceRenaming);
        SimplifiedEndpoint = source.Flag(HttpVariables.SimplifiedEndpoint);
        GrpcSuppressHttp = source.Flag(HttpVariables.GrpcSuppressHttp);
        ServerQueryString = source.Flag(HttpVariables.ServerQueryString);
        ClientQueryString = source.Flag(HttpVariables.ClientQueryString);
        QueryObfuscation = source.Raw(HttpVariables.QueryObfuscation);
        ClientIpEnabled = source.Flag(HttpVariables.ClientIp);
        ClientIpHeader = source.Text(HttpVariables.ClientIpHeader);
    }
}
