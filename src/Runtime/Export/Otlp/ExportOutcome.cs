namespace DdRun.Export.Otlp;

/// <summary>What became of a request.</summary>
/// <param name="Sent">Whether the receiver took it.</param>
/// <param name="Rejected">How many items it says that it took not; never more than were in the request.</param>
internal readonly record struct ExportOutcome(bool Sent, long Rejected)
{
    public static ExportOutcome Failed => default;
}
