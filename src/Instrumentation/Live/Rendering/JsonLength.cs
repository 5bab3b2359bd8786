using DdRun.Json;

namespace DdRun.Instrumentation.Live.Rendering;

/// <summary>How long a text may become that shows what is in the target.</summary>
internal static class JsonLength
{
    /// <summary>In UTF-16 code units; what is begun after that says only what it is.</summary>
    public const int Enough = 64 * 1024;

    public static bool IsLongEnough(this JsonWriter json) => json.Length > Enough;
}
