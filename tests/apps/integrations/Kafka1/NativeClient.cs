using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Kafka1;

/// <summary>Debian's librdkafka in place of that of the package.</summary>
internal static class NativeClient
{
    [ModuleInitializer]
    internal static void Find() =>
        NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, static (name, _, _) => name == "librdkafka" ? NativeLibrary.Load("librdkafka.so.1") : 0);
}
