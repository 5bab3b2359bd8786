namespace DdRun.Probes;

/// <summary>An observer whose spans are of calls that go out: within a quiet method none of them begins a trace.</summary>
internal interface IClientObserver : IProbeObserver;
