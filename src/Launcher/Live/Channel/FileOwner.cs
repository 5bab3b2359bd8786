using System.Buffers.Binary;
using System.Text;

namespace DdRun.Launcher.Live.Channel;

/// <summary>Whose a file is, which .NET does not tell.</summary>
/// <param name="User">The owner's number.</param>
/// <param name="Mode">Type and permissions, as in <c>stat</c>.</param>
internal readonly record struct FileOwner(uint User, int Mode)
{
    private const int CurrentFolder = -100, NoFollow = 0x100, Basic = 0x7ff, Size = 256;
    private const int TypeMask = 0xf000, FolderType = 0x4000, OthersMask = 0x3f;

    public bool IsFolder => (Mode & TypeMask) == FolderType;

    public bool IsOpenToOthers => (Mode & OthersMask) != 0;

    /// <returns>Of the path itself and not of what a link names; null when there is nothing.</returns>
    public static unsafe FileOwner? Of(string path)
    {
        var facts = stackalloc byte[Size];
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            if (Linux.Libc.Describe(CurrentFolder, name, NoFollow, Basic, facts) != 0)
                return null;
        }

        const int user = 20, mode = 28;
        var bytes = new ReadOnlySpan<byte>(facts, Size);
        return new(BinaryPrimitives.ReadUInt32LittleEndian(bytes[user..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[mode..]));
    }
}
