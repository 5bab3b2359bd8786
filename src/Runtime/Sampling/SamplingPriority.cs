namespace DdRun.Sampling;

internal static class SamplingPriority
{
    public const int UserReject = -1;
    public const int AutoReject = 0;
    public const int AutoKeep = 1;
    public const int UserKeep = 2;
}
