using System.Net.Http.Headers;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Propagation;

namespace DdRun;

/// <summary>
/// Writes contexts into carriers (headers, message attributes) and reads them back, in the styles that are configured
/// (<c>DD_TRACE_PROPAGATION_STYLE</c>). Never throws for what a carrier contains; safe from several threads.
/// Mirrors <c>HTTPPropagator</c> of the Python library and <c>SpanContextInjector</c>/<c>Extractor</c> of Datadog's .NET tracer.
/// </summary>
public static class Propagator
{
    /// <summary>Writes a context. Nothing is written for a context without ids, save its baggage.</summary>
    /// <param name="context">Null writes nothing.</param>
    /// <param name="carrier">Where to; handed to <paramref name="setter"/>.</param>
    /// <param name="setter">Sets a header (carrier, name, value), replacing one of that name. Names are lower case.</param>
    public static void Inject<TCarrier>(SpanContext? context, TCarrier carrier, Action<TCarrier, string, string> setter)
    {
        if (context == null)
            return;
        try
        {
            ContextInjector.Inject(context, carrier, setter, Settings.Current);
        }
        catch (Exception e)
        {
            Log.Error("A context could not be injected.", e);
        }
    }

    /// <summary>Writes a context into a dictionary.</summary>
    public static void Inject(SpanContext? context, IDictionary<string, string> headers) =>
        Inject(context, headers, static (carrier, name, value) => carrier[name] = value);

    /// <summary>Writes a context into HTTP headers, replacing what they have.</summary>
    public static void Inject(SpanContext? context, HttpHeaders headers) =>
        Inject(context, headers, static (carrier, name, value) =>
        {
            carrier.Remove(name);
            carrier.TryAddWithoutValidation(name, value);
        });

    /// <summary>Writes a span's context: see <see cref="Inject{TCarrier}(SpanContext, TCarrier, Action{TCarrier, string, string})"/>.</summary>
    public static void Inject<TCarrier>(Span? span, TCarrier carrier, Action<TCarrier, string, string> setter) => Inject(span?.Context, carrier, setter);

    /// <summary>Writes a span's context into a dictionary.</summary>
    public static void Inject(Span? span, IDictionary<string, string> headers) => Inject(span?.Context, headers);

    /// <summary>Writes a span's context into HTTP headers, replacing what they have.</summary>
    public static void Inject(Span? span, HttpHeaders headers) => Inject(span?.Context, headers);

    /// <summary>Reads a context.</summary>
    /// <param name="carrier">Where from; handed to <paramref name="getter"/>.</param>
    /// <param name="getter">Gets a header's value (carrier, name), or null. Names are lower case and not case-sensitive.</param>
    /// <returns>Null when there is nothing useful. A context with a zero trace id carries baggage, links or a sampling decision only.</returns>
    public static SpanContext? Extract<TCarrier>(TCarrier carrier, Func<TCarrier, string, string?> getter) => Extract(new DelegateHeaders<TCarrier>(carrier, getter));

    /// <summary>Reads a context from a carrier whose headers may have several values; they are joined by commas.</summary>
    public static SpanContext? Extract<TCarrier>(TCarrier carrier, Func<TCarrier, string, IEnumerable<string?>?> getter) =>
        Extract(new DelegateListHeaders<TCarrier>(carrier, getter));

    /// <summary>Reads a context from name-value pairs, such as a dictionary.</summary>
    public static SpanContext? Extract(IEnumerable<KeyValuePair<string, string>> headers) => Extract(new ListedHeaders(headers));

    /// <summary>Reads a context from HTTP headers.</summary>
    public static SpanContext? Extract(HttpHeaders headers) => Extract(new HttpMessageHeaders(headers));

    internal static SpanContext? Extract(HeaderReader headers)
    {
        try
        {
            return ContextExtractor.Extract(headers, Settings.Current);
        }
        catch (Exception e)
        {
            Log.Error("A context could not be extracted.", e);
            return null;
        }
    }
}
