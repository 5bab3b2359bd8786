namespace DdRun.Instrumentation.Integrations;

/// <summary>What an integration does with the events of one diagnostic listener.</summary>
internal interface IDiagnosticObserver
{
    /// <summary>Whether the event is wanted; asked for every event, so it has to be quick.</summary>
    /// <param name="name">The event.</param>
    /// <param name="argument">What the library says along with the question, mostly nothing.</param>
    bool Wants(string name, object? argument);

    void OnEvent(string name, object? payload);
}
