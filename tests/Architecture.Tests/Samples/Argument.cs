namespace DdRun.Architecture.Tests.Samples;

public class Argument;
