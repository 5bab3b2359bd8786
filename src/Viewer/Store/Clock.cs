namespace DdRun.Viewer.Store;

internal static class Clock
{
    /// <summary>Nanoseconds since 1970.</summary>
    public static long Now => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
}
