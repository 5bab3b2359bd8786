namespace DdRun.Export.MessagePack;

/// <summary>What a MessagePack value is.</summary>
internal enum MessagePackKind
{
    Nil,
    Boolean,
    Integer,
    Float,
    String,
    Binary,
    Array,
    Map,
    Extension,
}
