namespace DdRun.Instrumentation.Capturing;

/// <summary>What operators make of a type. Numbers are in the order in which one is converted to another.</summary>
internal enum ValueKind
{
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    Decimal,
    Boolean,
    Char,
    Text,

    /// <summary>Nanoseconds, as a 64-bit number.</summary>
    Duration,

    /// <summary><see cref="System.TimeSpan"/>.</summary>
    Time,

    Enum,

    /// <summary>Any other value type.</summary>
    Struct,

    Reference,

    /// <summary>A type parameter.</summary>
    Generic,

    Null,
}
