namespace DdRun.Configuration;

internal enum ExtractBehavior
{
    Continue,
    Restart,
    Ignore,
}
