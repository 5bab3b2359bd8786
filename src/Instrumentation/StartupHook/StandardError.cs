using System;
using System.IO;
using System.Reflection;

namespace DdRun.Diagnostics;

/// <summary>The target's standard error, for whom there is nothing to refer to but the core library: the console is elsewhere.</summary>
internal static class StandardError
{
    public static bool IsTerminal => !(bool)Console.GetProperty("IsErrorRedirected")!.GetValue(null)!;

    public static Stream Open() => (Stream)Console.GetMethod("OpenStandardError", Type.EmptyTypes)!.Invoke(null, null)!;

    private static Type Console => Assembly.Load("System.Console").GetType("System.Console")!;
}
