using System.Text;

namespace DdRun.Launcher.Tests.View;

/// <summary>MessagePack by hand: a trace of two spans, in both versions of the protocol.</summary>
internal static class Payload
{
    public static byte[] V04 { get; } = [0x91, 0x92, .. Map(1, 0, "outer"), .. Map(2, 1, "inner")];

    public static byte[] V05 { get; } =
        [0x92, 0x94, .. Text(""), .. Text("py"), .. Text("outer"), .. Text("inner"), 0x91, 0x92, .. Row(1, 0, 2), .. Row(2, 1, 3)];

    private static byte[] OneMillion => [0xce, 0x00, 0x0f, 0x42, 0x40];

    private static byte[] Map(byte id, byte parent, string name) =>
    [
        0x88, .. Text("trace_id"), 7, .. Text("span_id"), id, .. Text("parent_id"), parent, .. Text("name"), .. Text(name), .. Text("service"),
        .. Text("py"), .. Text("resource"), .. Text(""), .. Text("start"), id, .. Text("duration"), .. OneMillion,
    ];

    private static byte[] Row(byte id, byte parent, byte name) => [0x9c, 1, name, 0, 7, id, parent, id, .. OneMillion, 0, 0x80, 0x80, 0];

    private static byte[] Text(string text) => [(byte)(0xa0 + text.Length), .. Encoding.ASCII.GetBytes(text)];
}
