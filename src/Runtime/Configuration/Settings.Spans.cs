using DdRun.Configuration.Declarations;

namespace DdRun.Configuration;

internal sealed partial class Settings
{
    public int TracebackMaxSize { get; private set; }
    public bool WrapIncludesClass { get; private set; }
    public string? TraceMethods { get; private set; }
    public bool RemoveIntegrationServices { get; private set; }
    public bool PeerServiceDefaults { get; private set; }
    public KeyValuePair<string, string>[] PeerServiceMapping => field ??= Tags(SpanVariables.PeerServiceMapping);
    public bool ProcessorClock { get; private set; }
    public int MaxSpansPerTrace { get; private set; }
    public bool OtelEnabled { get; private set; }
    public string? Manifests { get; private set; }

    private void ReadSpans(SettingsSource source)
    {
        TracebackMaxSize = source.Integer(SpanVariables.TracebackMaxSize, 0, int.MaxValue);
        WrapIncludesClass = source.Flag(SpanVariables.WrapIncludesClass);
        TraceMethods = source.Text(SpanVariables.TraceMethods);
        RemoveIntegrationServices = source.Flag(SpanVariables.RemoveIntegrationServices);
        PeerServiceDefaults = source.Flag(SpanVariables.PeerServiceDefaults);
        ProcessorClock = source.Flag(SpanVariables.ProcessorClock);
        MaxSpansPerTrace = source.Integer(SpanVariables.MaxSpansPerTrace, 1, int.MaxValue);
        OtelEnabled = source.Flag(SpanVariables.OtelEnabled);
        Manifests = source.Text(SpanVariables.Manifest);
    }
}
