namespace DdRun.Launcher.Launch;

internal static class Message
{
    /// <summary>One line for the user, on stderr.</summary>
    public static void Write(string text) => Console.Error.WriteLine("dd-run: " + text);
}
