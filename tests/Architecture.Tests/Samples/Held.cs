namespace DdRun.Architecture.Tests.Samples;

public class Held;
