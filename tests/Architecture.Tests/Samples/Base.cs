namespace DdRun.Architecture.Tests.Samples;

public class Base;
