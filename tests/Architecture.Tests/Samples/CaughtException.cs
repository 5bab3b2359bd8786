namespace DdRun.Architecture.Tests.Samples;

public class CaughtException : Exception;
