using System.Runtime.CompilerServices;

namespace DdRun.Probes;

/// <summary>What an observer is given, in its place and not in an array: one allocation a call less.</summary>
[InlineArray(4)]
internal struct ProbeValues
{
    private object? _first;
}
