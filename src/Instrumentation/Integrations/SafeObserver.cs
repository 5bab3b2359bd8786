using DdRun.Diagnostics;

namespace DdRun.Instrumentation.Integrations;

/// <summary>Keeps what goes wrong in an observer away from the library that raised the event.</summary>
internal sealed class SafeObserver(IDiagnosticObserver inner) : IObserver<KeyValuePair<string, object?>>
{
    public void OnNext(KeyValuePair<string, object?> value)
    {
        try
        {
            inner.OnEvent(value.Key, value.Value);
        }
        catch (Exception e)
        {
            Log.Error($"Tracing '{value.Key}' failed.", e);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
