using System.Reflection;
using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>What a channel's requests end up in.</summary>
internal static class ChannelHandler
{
    private static readonly ConditionalWeakTable<object, object> s_known = [];

    /// <summary>Whether it is the framework's own handler, below whatever handlers of the application's, which may sign what the request has by then.</summary>
    public static bool IsSockets(object channel) => (bool)s_known.GetValue(channel, static channel => Find(channel));

    private static bool Find(object channel)
    {
        var invoker = channel.GetType().GetProperty("HttpInvoker", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)?.GetValue(channel);
        var handler = invoker is HttpMessageInvoker ? typeof(HttpMessageInvoker).GetField("_handler", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(invoker) : null;
        while (handler is DelegatingHandler { InnerHandler: { } inner })
            handler = inner;
        return handler is HttpClientHandler or SocketsHttpHandler;
    }
}
