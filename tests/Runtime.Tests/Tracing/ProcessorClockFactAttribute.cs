using DdRun.Tracing;
using Xunit;

namespace DdRun.Runtime.Tests.Tracing;

/// <summary>Skipped with the reason where the processor's counter cannot be used.</summary>
public sealed class ProcessorClockFactAttribute : FactAttribute
{
    public ProcessorClockFactAttribute() => Skip = ProcessorClock.Start();
}
