namespace DdRun.Export.MessagePack;

/// <summary>First bytes of MessagePack values.</summary>
internal static class MessagePackCode
{
    public const byte FixMap = 0x80, FixArray = 0x90, FixString = 0xA0;
    public const byte Nil = 0xC0, False = 0xC2, True = 0xC3;
    public const byte Bin32 = 0xC6;
    public const byte Float64 = 0xCB;
    public const byte UInt32 = 0xCE, UInt64 = 0xCF;
    public const byte Int64 = 0xD3;
    public const byte String8 = 0xD9, String16 = 0xDA, String32 = 0xDB;
    public const byte Array16 = 0xDC, Array32 = 0xDD, Map16 = 0xDE, Map32 = 0xDF;
}
