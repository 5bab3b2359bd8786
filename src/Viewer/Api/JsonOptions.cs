using System.Text.Encodings.Web;
using System.Text.Json;

namespace DdRun.Viewer.Api;

internal static class JsonOptions
{
    /// <summary>Served as JSON and never put into a page as text, so letters may stay letters. Skipping validation: 100,000 spans are written at once.</summary>
    public static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
