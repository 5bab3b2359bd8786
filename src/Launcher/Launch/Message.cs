namespace DdRun.Launcher.Launch;

internal static class Message
{
    /// <summary>One line for the user, on stderr.</summary>
    public static void Write(string text) => WriteLine("dd-run: " + text);

    public static void WriteLine(string text)
    {
        try
        {
            Console.Error.WriteLine(text);
        }
        catch (Exception)
        {
            // Nobody can be told, and the target runs all the same.
        }
    }
}
