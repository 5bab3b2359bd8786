using System.Text.Json;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Channel;
using DdRun.Launcher.Live.Processes;

namespace DdRun.Launcher.Live;

/// <summary>A manifest as text: the process may not see the file, and is sent what is in it.</summary>
internal static class ManifestText
{
    private const long Most = 512 * 1024;

    /// <returns>False after it has said what is wrong.</returns>
    public static bool TryRead(string file, out string? text)
    {
        text = null;
        try
        {
            // Also from a pipe, which has no length.
            using var reader = new StreamReader(file);
            text = reader.ReadToEnd();
            if (text.Length <= Most)
                return true;
            Message.Write($"{file} is longer than {Most / 1024} KiB");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Message.Write(Directory.Exists(file) ? $"{file} is a directory" : $"{file}: {exception.Message}");
        }

        return false;
    }

    /// <returns>What the process answers.</returns>
    /// <exception cref="LiveFailure">It refuses: then nothing has changed.</exception>
    public static JsonElement Set(DotnetProcess process, LiveConnection connection, Interruption interruption, string file, string text)
    {
        return LiveSession.Ask(process, connection, "set", writer => Write(writer, file, text), interruption.Token, file)[^1];
    }

    public static void Write(Utf8JsonWriter writer, string file, string text)
    {
        writer.WriteString("manifest", text);
        writer.WriteString("origin", Path.GetFullPath(file));
    }
}
