namespace DdRun.Probes.Expressions;

internal enum LateKind : byte
{
    /// <summary>A null on the way to it: nothing can be said of it.</summary>
    Missing,

    Null,
    Boolean,
    Integer,
    Real,
    Decimal,
    Text,

    /// <summary>Nanoseconds.</summary>
    Duration,

    Object,
}
