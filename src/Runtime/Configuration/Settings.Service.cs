using DdRun.Configuration.Declarations;
using DdRun.Diagnostics;

namespace DdRun.Configuration;

internal sealed partial class Settings
{
    public string Service => ConfiguredService ?? (field ??= AssemblyNames.Program() ?? "unnamed-dotnet-service");
    public string? ConfiguredService { get; private set; }
    public string? Env { get; private set; }
    public string? Version { get; private set; }

    /// <summary>Without service and version; with <c>env</c> only where it was given as a tag.</summary>
    public KeyValuePair<string, string>[] GlobalTags { get; private set; } = TagList.None;

    public KeyValuePair<string, string>[] ServiceMapping => field ??= Tags(ServiceVariables.ServiceMapping);
    public bool ReportHostname { get; private set; }
    public string? Hostname { get; private set; }
    public string? ExternalEnv { get; private set; }
    public string? EntityId { get; private set; }
    public bool ProcessTagsEnabled { get; private set; }
    public string? GitRepositoryUrl { get; private set; }
    public string? GitCommitSha { get; private set; }

    private void ReadService(SettingsSource source)
    {
        ReadUnifiedTags();
        ReportHostname = source.Flag(ServiceVariables.ReportHostname);
        Hostname = source.Text(ServiceVariables.Hostname);
        ExternalEnv = source.Text(ServiceVariables.ExternalEnv);
        EntityId = source.Text(ServiceVariables.EntityId);
        ProcessTagsEnabled = source.Flag(ServiceVariables.ProcessTags);
    }

    private void ReadUnifiedTags()
    {
        ConfiguredService = _source.Text(ServiceVariables.Service);
        Env = _source.Text(ServiceVariables.Env);
        Version = _source.Text(ServiceVariables.Version);
        var repository = _source.Text(ServiceVariables.GitRepositoryUrl);
        var commit = _source.Text(ServiceVariables.GitCommitSha);
        if (_source.Text(ServiceVariables.Tags) is { } text)
        {
            var tags = TagList.Parse(text);
            (ConfiguredService, Version) = (Either(ConfiguredService, "service"), Either(Version, "version"));
            (repository, commit) = (Either(repository, "git.repository_url"), Either(commit, "git.commit.sha"));
            Env ??= TagList.Get(tags, "env");
            if (TagList.Get(tags, "env") != null)
                TagList.Set(tags, "env", Env!);
            GlobalTags = [.. tags];

            string? Either(string? setting, string tag) => TagList.Take(tags, tag) is var tagged && setting != null ? setting : tagged;
        }
        if (!_source.Flag(ServiceVariables.GitMetadata))
            return;
        GitRepositoryUrl = repository == null ? null : UrlUserInfo.Remove(repository);
        GitCommitSha = commit;
    }
}
