namespace DdRun.Instrumentation.Live.Channel;

/// <summary>A request does nothing.</summary>
internal sealed class LiveErrorException(LiveError error) : Exception(error.Message)
{
    public LiveErrorException(string message, string source)
        : this(new LiveError(message, source))
    {
    }

    public LiveError Error => error;
}
