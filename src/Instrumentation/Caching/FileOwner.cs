using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace DdRun.Instrumentation.Caching;

/// <summary>Who owns a file or folder, and who else may write to it. Linux only; elsewhere the user's profile folder is trusted.</summary>
internal static class FileOwner
{
    private const int CurrentFolder = -100, NoFollow = 0x100, BasicFacts = 0x7FF, Success = 0;
    private const int UserOffset = 20, ModeOffset = 28, FactsSize = 256;
    private const int TypeMask = 0xF000, Folder = 0x4000, RegularFile = 0x8000, WritableByOthers = 0x12;

    /// <summary>Whether it is a real folder or file (no link) of the current user that nobody else may write to.</summary>
    public static unsafe bool IsOursAlone(string path, bool folder)
    {
        if (!OperatingSystem.IsLinux())
            return folder ? Directory.Exists(path) : File.Exists(path);
        var facts = stackalloc byte[FactsSize];
        var name = Encoding.UTF8.GetBytes(path + '\0');
        fixed (byte* start = name)
        {
            if (LinuxCalls.Statx(CurrentFolder, start, NoFollow, BasicFacts, facts) != Success)
                return false;
        }
        // struct statx is the one description of a file whose layout is the same on every architecture.
        var user = BinaryPrimitives.ReadUInt32LittleEndian(new(facts + UserOffset, sizeof(uint)));
        int mode = BinaryPrimitives.ReadUInt16LittleEndian(new(facts + ModeOffset, sizeof(ushort)));
        return user == LinuxCalls.EffectiveUser() && (mode & WritableByOthers) == 0 && (mode & TypeMask) == (folder ? Folder : RegularFile);
    }

    // Found in what the process has loaded: to the runtime "libc" is a file to be looked for, under six names before the right one.
    private static unsafe class LinuxCalls
    {
        public static readonly delegate* unmanaged<int, byte*, int, uint, byte*, int> Statx = (delegate* unmanaged<int, byte*, int, uint, byte*, int>)Find("statx");
        public static readonly delegate* unmanaged<uint> EffectiveUser = (delegate* unmanaged<uint>)Find("geteuid");

        private static nint Find(string name) => NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), name);
    }
}
