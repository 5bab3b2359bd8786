using System.Buffers.Binary;

namespace DdRun.Instrumentation.Il;

/// <summary>Goes through raw code, instruction by instruction.</summary>
internal struct IlReader(byte[] code, int start = 0)
{
    private const byte Prefix = 0xFE, Variable = 15;

    // The size of each instruction's operand; 15 for `switch`, 14 where there is no such instruction.
    private static ReadOnlySpan<byte> Sizes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1,
        1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
        4, 8, 4, 8, 14, 0, 0, 4, 4, 4, 0, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 4, 4,
        4, 4, 4, 4, 4, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4,
        4, 4, 4, 4, 4, 4, 0, 14, 14, 4, 0, 4, 4, 4, 4, 4,
        4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 0, 4,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 4, 4, 4, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14,
        14, 14, 14, 0, 0, 0, 0, 0, 0, 0, 0, 14, 14, 14, 14, 14,
        14, 14, 4, 0, 14, 14, 4, 14, 14, 14, 14, 14, 14, 14, 14, 14,
        4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0,
        0, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14,
        14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14,
        // After the prefix 0xFE.
        0, 0, 0, 0, 0, 0, 4, 4, 14, 2, 2, 2, 2, 2, 2, 0,
        14, 0, 1, 0, 0, 4, 4, 0, 0, 1, 0, 14, 4, 0, 0, 14,
    ];

    /// <summary>Where the instruction begins.</summary>
    public int Offset { get; private set; }

    /// <summary>Where the next one does.</summary>
    public int Next { get; private set; } = start;

    public IlCode Code { get; private set; }

    /// <summary>Whether everything was read, and made sense.</summary>
    public readonly bool IsAtEnd => Next == code.Length;

    /// <summary>The size of a branch's operand, and zero for everything else.</summary>
    public readonly int BranchSize => (int)Code switch
    {
        >= 0x2B and <= 0x37 or 0xDE => 1,
        >= 0x38 and <= 0x44 or 0xDD => 4,
        _ => 0,
    };

    /// <summary>Where a branch leads.</summary>
    public readonly int Target => Next + (BranchSize == 1 ? (sbyte)code[Next - 1] : Number(Next - 4));

    /// <summary>The number of targets that a <c>switch</c> has.</summary>
    public readonly int TargetCount => Number(Offset + 1);

    /// <summary>Where a <c>switch</c> leads.</summary>
    public readonly int TargetAt(int index) => Next + Number(Offset + 5 + 4 * index);

    /// <summary>The bytes of the instruction.</summary>
    public readonly ReadOnlySpan<byte> Bytes => code.AsSpan(Offset, Next - Offset);

    /// <summary>False at the end, and where the code is none.</summary>
    public bool Read()
    {
        if (Next >= code.Length)
            return false;
        var at = Next;
        int value = code[at++];
        if (value == Prefix)
        {
            if (at == code.Length || code[at] > 0x1F)
                return false;
            value = 0x100 | code[at++];
        }
        long size = Sizes[value];
        if (size == Variable)
            size = at + 4 <= code.Length ? 4 + 4L * (uint)Number(at) : int.MaxValue;
        else if (size > 8)
            return false;
        if (at + size > code.Length)
            return false;
        (Offset, Code, Next) = (Next, (IlCode)value, at + (int)size);
        return true;
    }

    private readonly int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at));
}
