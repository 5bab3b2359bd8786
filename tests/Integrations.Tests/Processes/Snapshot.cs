using DdRun.Testing;

namespace DdRun.Integrations.Tests.Processes;

/// <summary>Compares with a file of <c>Snapshots</c>; with <c>UPDATE_SNAPSHOTS=1</c> writes it.</summary>
internal static class Snapshot
{
    public static void Matches(string name, string text)
    {
        var path = Path.Combine(Repository.Root, "tests", "Integrations.Tests", "Snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }
}
