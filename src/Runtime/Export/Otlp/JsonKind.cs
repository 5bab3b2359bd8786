namespace DdRun.Export.Otlp;

/// <summary>How a protobuf field looks in OTLP's JSON.</summary>
internal enum JsonKind
{
    Text,

    /// <summary>Bytes as hexadecimal digits, which OTLP prefers to base 64 for ids.</summary>
    Id,

    Boolean,

    /// <summary>A varint of 64 bits: a decimal in quotes.</summary>
    Integer,

    /// <summary>A varint that fits 32 bits, or an enumeration: a plain number.</summary>
    Number,

    /// <summary>A zigzag varint: a plain number.</summary>
    SignedNumber,

    /// <summary>Eight bytes: a decimal in quotes.</summary>
    Fixed64,

    /// <summary>Eight bytes that hold a signed number: a decimal in quotes.</summary>
    SignedFixed64,

    Fixed32,
    Double,
    Message,

    /// <summary>A list of eight bytes each, packed: decimals in quotes.</summary>
    PackedFixed64,

    PackedDouble,
}
