namespace DdRun.Architecture.Tests.Samples;

public interface IContract;
