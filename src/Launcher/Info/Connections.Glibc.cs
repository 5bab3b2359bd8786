using System.Runtime.InteropServices;

namespace DdRun.Launcher.Info;

internal static partial class Connections
{
    // Others that /etc/nsswitch.conf may name are libraries of the machine's.
    static partial void UseBuiltInNameServices() => _ = ConfigureLookup("hosts", "files dns");

    [LibraryImport("libc", EntryPoint = "__nss_configure_lookup", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ConfigureLookup(string database, string services);
}
