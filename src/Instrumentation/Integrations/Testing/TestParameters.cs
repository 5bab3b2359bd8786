using System.Globalization;
using System.Reflection;
using DdRun.Diagnostics;
using DdRun.Json;

namespace DdRun.Instrumentation.Integrations.Testing;

/// <summary>The arguments of a test that has parameters, as the JSON that is known for them.</summary>
internal static class TestParameters
{
    private const int MostItems = 50;

    /// <param name="span">The test's.</param>
    /// <param name="displayName">What the framework calls the test with these arguments.</param>
    /// <param name="method">The test's method.</param>
    /// <param name="arguments">May be fewer than the method has parameters.</param>
    public static void Describe(Span span, string? displayName, MethodInfo method, object?[]? arguments)
    {
        var parameters = method.GetParameters();
        if (parameters.Length == 0)
            return;
        var json = new JsonWriter().BeginObject().Name("metadata").BeginObject().Member("test_name", displayName).EndObject().Name("arguments").BeginObject();
        for (var i = 0; i < parameters.Length; i++)
            json.Member(parameters[i].Name ?? i.ToString(CultureInfo.InvariantCulture), i < arguments?.Length ? TextOf(arguments[i]) : "(default)");
        span.SetTag("test.parameters", json.EndObject().EndObject().ToString());
    }

    // The words for null and for arrays are Datadog's. What a test's own types make of themselves may fail.
    private static string TextOf(object? value)
    {
        try
        {
            return value switch
            {
                null => "(null)",
                string text => text,
                Array items => "[" + string.Join(", ", items.Cast<object?>().Take(MostItems).Select(TextOf)) + (items.Length > MostItems ? ", …]" : "]"),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            };
        }
        catch (Exception e)
        {
            Log.Debug($"An argument of a test has no text: {e.Message}");
            return value!.GetType().ToString();
        }
    }
}
