using System.Text.Json;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Channel;
using DdRun.Launcher.Live.Processes;
using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Live;

/// <summary>A command's time with a process: from finding it to the end, whatever ends it.</summary>
internal static class LiveSession
{
    private static readonly TimeSpan s_departure = TimeSpan.FromSeconds(1), s_step = TimeSpan.FromMilliseconds(20);

    /// <summary>Finds the process, opens the channel, and does the work.</summary>
    /// <param name="target">The process as the user named it.</param>
    /// <param name="work">What is done there; its result is the exit code.</param>
    public static int With(string? target, Func<DotnetProcess, LiveConnection, Interruption, int> work) => Guarded(interruption =>
        TargetResolver.Resolve(target, out var exitCode) is { } process
            ? At(process, interruption, connection => work(process, connection, interruption))
            : exitCode);

    /// <summary>Opens the channel of a process for the time of the work.</summary>
    /// <exception cref="LiveFailure">It cannot be opened, or whatever the work finds.</exception>
    public static T At<T>(DotnetProcess process, Interruption interruption, Func<LiveConnection, T> work)
    {
        using var connection = LiveChannel.Open(process, Home.Locate(Environment.GetEnvironmentVariable), interruption.Token);
        return work(connection);
    }

    /// <summary>Does the work, and makes an exit code of whatever comes of it.</summary>
    public static int Guarded(Func<Interruption, int> work)
    {
        using var interruption = new Interruption();
        try
        {
            return work(interruption);
        }
        catch (OperationCanceledException)
        {
            return interruption.ExitCode;
        }
        catch (OutputClosedException)
        {
            return ExitCodes.Success;
        }
        catch (LiveFailure failure)
        {
            Message.Write(failure.Message);
            return failure.ExitCode;
        }
        catch (IOException exception)
        {
            Message.Write($"stdout: {exception.Message}");
            return ExitCodes.Failure;
        }
    }

    /// <summary>Asks one thing.</summary>
    /// <param name="process">Of which process.</param>
    /// <param name="connection">Where.</param>
    /// <param name="type">Of the request.</param>
    /// <param name="members">Of the request.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <param name="manifest">The file that is sent.</param>
    /// <returns>The answer, in its parts.</returns>
    /// <exception cref="LiveFailure">The process refuses, with its reason, or has gone.</exception>
    public static List<JsonElement> Ask(DotnetProcess process, LiveConnection connection, string type, Action<Utf8JsonWriter>? members, CancellationToken stop, string? manifest = null)
    {
        const int id = 1;
        connection.Send(type, writer =>
        {
            writer.WriteNumber("id", id);
            members?.Invoke(writer);
        });
        using var closing = stop.Register(connection.Dispose);
        var parts = new List<JsonElement>();
        while (connection.Receive() is { } message)
        {
            if (message.Text("type") == "error")
                throw Refusal(message, manifest: manifest);
            if (message.Number("id") != id)
                continue;
            parts.Add(message);
            if (!message.IsTrue("more"))
                return parts;
        }

        stop.ThrowIfCancellationRequested();
        throw Gone(process);
    }

    /// <summary>What the process says against a request, with the place in the text that it is about.</summary>
    /// <param name="error">What it says.</param>
    /// <param name="condition">What the user has typed for <c>--if</c>, which the process may have put in other words.</param>
    /// <param name="manifest">The file that was sent.</param>
    public static LiveFailure Refusal(JsonElement error, string? condition = null, string? manifest = null)
    {
        var source = error.Text("source");
        var isUsage = source is "if" or "pattern" or "expression" or "manifest" or "rule";
        var option = source switch
        {
            "if" => "--if: ",
            "rule" => "--add: ",
            "manifest" when manifest is not null => error.Number("column") is > 0 and var at ? $"{manifest}({error.Number("line", 1)},{at}): " : manifest + ": ",
            _ => "",
        };
        var message = option + Printable.Of(error.Text("message") ?? "the process refuses");
        var text = source == "if" && condition is not null ? condition : error.Text("text");
        if (!string.IsNullOrEmpty(text) && error.Number("column") is > 0 and var column)
            message += "\n" + Caret.Under(text, (int)Math.Min(error.Number("line", 1), int.MaxValue), (int)Math.Min(column, int.MaxValue));
        return new(message, isUsage ? ExitCodes.Usage : ExitCodes.Refused);
    }

    /// <summary>The connection has ended without a word.</summary>
    public static LiveFailure Gone(DotnetProcess process)
    {
        // A process that ends closes its files first, and takes a moment to go.
        for (var waited = TimeSpan.Zero; waited < s_departure; waited += s_step)
        {
            if (ProcessFacts.Read(process.Id) is not { State: not ('Z' or 'X') } now || now.StartTicks != process.Facts.StartTicks)
                return new($"process {process.Id} has ended");
            Thread.Sleep(s_step);
        }

        return new($"process {process.Id} closed the connection");
    }
}
