namespace DdRun.Instrumentation.Tests.Weaving;

/// <summary>The corpus of methods of every kind, as release and as debug build.</summary>
internal static class ShapesApp
{
    public static string Path(bool debug)
    {
        var bin = AppContext.BaseDirectory;
        var configuration = new DirectoryInfo(bin).Parent!.Name;
        var name = debug ? "Shapes.Debug" : "Shapes";
        return System.IO.Path.Combine(DdRun.Testing.Repository.Root, "tests", "Shapes", debug ? "Debug" : "", "bin", configuration, "net10.0", name + ".dll");
    }
}
