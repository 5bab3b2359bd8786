namespace DdRun.Architecture.Tests.Samples;

public static class Called
{
    public static void Now()
    {
    }
}
