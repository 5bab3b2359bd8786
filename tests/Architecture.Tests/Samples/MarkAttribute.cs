namespace DdRun.Architecture.Tests.Samples;

[AttributeUsage(AttributeTargets.All)]
public sealed class MarkAttribute : Attribute;
