namespace DdRun.Architecture.Tests.Samples;

public static class Closed
{
    public static int One => 1;
}
