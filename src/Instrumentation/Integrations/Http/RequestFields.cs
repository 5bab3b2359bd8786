using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>Reads what a request has. Its properties make what is not there yet, which would be writing to it.</summary>
internal static class RequestFields
{
    private static readonly HttpRequestMessage s_empty = new();
    private static readonly bool s_known = AreKnown();

    /// <summary>Only to read from: those of a request without any are shared.</summary>
    public static HttpRequestHeaders Headers(HttpRequestMessage request) => s_known ? HeadersOf(request) ?? s_empty.Headers : request.Headers;

    public static T? Option<T>(HttpRequestMessage request, HttpRequestOptionsKey<T> key) =>
        (s_known ? OptionsOf(request) : request.Options) is { } options && options.TryGetValue(key, out var value) ? value : default;

    private static bool AreKnown()
    {
        try
        {
            return HeadersOf(s_empty) is null && OptionsOf(s_empty) is null;
        }
        catch (MissingFieldException)
        {
            return false;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_headers")]
    private static extern ref HttpRequestHeaders? HeadersOf(HttpRequestMessage request);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_options")]
    private static extern ref HttpRequestOptions? OptionsOf(HttpRequestMessage request);
}
