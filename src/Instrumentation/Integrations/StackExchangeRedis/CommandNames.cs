using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Integrations.StackExchangeRedis;

/// <summary>The names of commands, which are members of an enumeration: to find one takes the runtime three times as long. The probes box each once.</summary>
internal static class CommandNames
{
    private const int Slots = 256;

    private static readonly Entry?[] s_slots = new Entry?[Slots];

    public static string Of(object command)
    {
        ref var slot = ref s_slots[RuntimeHelpers.GetHashCode(command) & (Slots - 1)];
        if (slot is not { } known || !ReferenceEquals(known.Command, command))
            slot = known = new(command, command.ToString() is { Length: > 0 } name ? name : "COMMAND");
        return known.Name;
    }

    private sealed record Entry(object Command, string Name);
}
