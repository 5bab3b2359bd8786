namespace DdRun.Instrumentation.Metadata;

/// <summary>Finds its way through the raw bytes of a signature without interpreting more than it must.</summary>
internal ref struct SignatureReader(ReadOnlySpan<byte> bytes)
{
    public const byte Void = 0x01, Pointer = 0x0F, ByReference = 0x10, ValueType = 0x11, Class = 0x12, TypeVariable = 0x13, Array = 0x14,
        GenericInstance = 0x15, TypedReference = 0x16, FunctionPointer = 0x1B, Object = 0x1C, SingleArray = 0x1D, MethodVariable = 0x1E,
        RequiredModifier = 0x1F, OptionalModifier = 0x20, Sentinel = 0x41, Pinned = 0x45;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; set; }

    public readonly byte Peek => _bytes[Position];

    public byte Byte() => _bytes[Position++];

    public int Number()
    {
        var first = Byte();
        if ((first & 0x80) == 0)
            return first;
        if ((first & 0x40) == 0)
            return (first & 0x3F) << 8 | Byte();
        return (first & 0x1F) << 24 | Byte() << 16 | Byte() << 8 | Byte();
    }

    public readonly ReadOnlySpan<byte> From(int start) => _bytes[start..Position];

    public void SkipModifiers()
    {
        while (Peek is RequiredModifier or OptionalModifier)
        {
            Byte();
            Number();
        }
    }

    public void SkipType()
    {
        SkipModifiers();
        switch (Byte())
        {
            case Pointer or ByReference or SingleArray or Pinned or Sentinel:
                SkipType();
                break;
            case ValueType or Class or TypeVariable or MethodVariable:
                Number();
                break;
            case GenericInstance:
                Byte();
                Number();
                for (var count = Number(); count > 0; count--)
                    SkipType();
                break;
            case Array:
                SkipType();
                Number();
                for (var sizes = Number(); sizes > 0; sizes--)
                    Number();
                for (var bounds = Number(); bounds > 0; bounds--)
                    Number();
                break;
            case FunctionPointer:
                SkipMethod();
                break;
        }
    }

    private void SkipMethod()
    {
        if ((Byte() & 0x10) != 0)
            Number();
        var count = Number();
        SkipType();
        for (; count > 0; count--)
            SkipType();
    }
}
