namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary><c>a</c> properties of the message for which version 7 starts an activity next, on the same thread.</summary>
internal sealed class ReceivedProperties : SideEffect
{
    [ThreadStatic]
    private static object? t_next;

    public static object? Take()
    {
        var taken = t_next;
        t_next = null;
        return taken;
    }

    protected override void OnCall(object? value) => t_next = value;
}
