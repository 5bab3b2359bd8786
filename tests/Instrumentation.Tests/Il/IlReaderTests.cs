using System.Reflection;
using System.Reflection.Emit;
using DdRun.Instrumentation.Il;

namespace DdRun.Instrumentation.Tests.Il;

public class IlReaderTests
{
    private static readonly OpCode[] s_all = [.. typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)
        .Where(code => code.OpCodeType != OpCodeType.Nternal)];

    [Fact]
    public void Every_instruction_is_as_long_as_it_is()
    {
        foreach (var code in s_all)
        {
            var reader = new IlReader([.. Bytes(code), .. new byte[Operand(code)], 0x2A]);
            Assert.True(reader.Read(), code.Name);
            Assert.Equal(code.Size + Operand(code), reader.Next);
            Assert.Equal((code.Size == 2 ? 0x100 : 0) | (byte)code.Value, (int)reader.Code);
            Assert.Equal(code.OperandType switch { OperandType.ShortInlineBrTarget => 1, OperandType.InlineBrTarget => 4, _ => 0 }, reader.BranchSize);
            Assert.True(reader.Read());
            Assert.True(reader.IsAtEnd);
        }
    }

    [Fact]
    public void Nothing_else_is_an_instruction()
    {
        var known = s_all.Select(code => code.Value).ToHashSet();
        for (var value = 0; value < 0xFE; value++)
        {
            var reader = new IlReader([(byte)value, .. new byte[8]]);
            Assert.Equal(known.Contains((short)value), reader.Read());
        }
        for (var value = 0; value <= 0xFF; value++)
        {
            var reader = new IlReader([0xFE, (byte)value, .. new byte[8]]);
            // `no.` is in the standard and not in the framework's list.
            Assert.Equal(known.Contains((short)(0xFE00 | value)) || value == 0x19, reader.Read());
        }
    }

    [Fact]
    public void Targets_are_counted_from_the_end_of_the_instruction()
    {
        var branch = new IlReader([0x2B, 0xFE, 0x38, 1, 0, 0, 0, 0x45, 2, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0, 0x2A, 0x2A]);
        branch.Read();
        Assert.Equal(0, branch.Target);
        branch.Read();
        Assert.Equal(8, branch.Target);
        branch.Read();
        Assert.Equal((2, 19, 21), (branch.TargetCount, branch.TargetAt(0), branch.TargetAt(1)));
    }

    [Theory]
    [InlineData(new byte[] { 0x38, 1, 0, 0 })]
    [InlineData(new byte[] { 0xFE })]
    [InlineData(new byte[] { 0x45, 1, 0 })]
    [InlineData(new byte[] { 0x45, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x45, 0, 0, 0, 0x40 })]
    public void What_is_cut_off_is_not_read(byte[] code)
    {
        var reader = new IlReader(code);
        Assert.False(reader.Read());
        Assert.False(reader.IsAtEnd);
    }

    private static byte[] Bytes(OpCode code) => code.Size == 2 ? [0xFE, (byte)code.Value] : [(byte)code.Value];

    private static int Operand(OpCode code) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
