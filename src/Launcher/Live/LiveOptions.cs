using System.CommandLine;

namespace DdRun.Launcher.Live;

/// <summary>Options that several commands on running processes have.</summary>
internal static class LiveOptions
{
    public static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line.", Arity = ArgumentArity.Zero };
}
