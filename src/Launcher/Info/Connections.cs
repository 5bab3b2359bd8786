namespace DdRun.Launcher.Info;

/// <summary>What a launcher can connect to that is linked statically: it must load no library of the machine's, which another C library may have made.</summary>
internal static partial class Connections
{
    private const string Static = "DdRun.IsStatic";

    /// <returns>Why nothing is asked over TLS; null when it can be.</returns>
    public static string? Refusal(bool secure) =>
        secure && AppContext.TryGetSwitch(Static, out var isStatic) && isStatic ? "not asked over https; the program that is traced will use it" : null;

    /// <summary>To be called before a name is looked up.</summary>
    public static void Prepare() => UseBuiltInNameServices();

    static partial void UseBuiltInNameServices();
}
