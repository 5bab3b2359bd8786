using System.Text.Json;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Channel;
using DdRun.Launcher.Live.Processes;
using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Live;

/// <summary>Methods are woven for this command alone, events come and are shown, and at the end everything is put back.</summary>
/// <param name="process">In which.</param>
/// <param name="connection">To it.</param>
/// <param name="view">How events are shown.</param>
/// <param name="output">Where.</param>
internal sealed class Observation(DotnetProcess process, LiveConnection connection, LiveView view, Action<string> output)
{
    private const int Id = 1, MostRefusals = 5;

    /// <summary>What calls have to fulfil, as the user has typed it.</summary>
    public string? Condition { get; init; }

    /// <summary>The file whose rules say which methods are meant.</summary>
    public string? Manifest { get; init; }

    private long _shown;
    private long _dropped;

    /// <param name="kind">Of which sort, in the words of the channel.</param>
    /// <param name="members">Of the request.</param>
    /// <param name="stop">Ends it in order.</param>
    /// <exception cref="LiveFailure">The process refuses, or has gone.</exception>
    /// <exception cref="OperationCanceledException">It was to stop, and the process said nothing more.</exception>
    public void Run(string kind, Action<Utf8JsonWriter> members, CancellationToken stop)
    {
        connection.Send("observe", writer =>
        {
            writer.WriteNumber("id", Id);
            writer.WriteString("kind", kind);
            members(writer);
        });
        using var stopping = stop.Register(Stop);
        while (connection.Receive() is { } message)
        {
            switch (message.Text("type"))
            {
                case "ready":
                    Say(Ready(message));
                    break;
                case "event" when message.Text("kind") == "dropped":
                    TellDropped(message.Number("dropped"));
                    break;
                case "event":
                    _shown++;
                    Show(view.Show(message));
                    break;
                case "error":
                    throw LiveSession.Refusal(message, Condition, Manifest);
                case "ended":
                    Show(view.End());
                    Say(Ended(message));
                    return;
            }
        }

        Show(view.End());
        stop.ThrowIfCancellationRequested();
        throw LiveSession.Gone(process);
    }

    // On the thread of the signal.
    private void Stop()
    {
        try
        {
            connection.Send("stop", writer => writer.WriteNumber("id", Id));
        }
        catch (LiveFailure)
        {
            // It has ended already.
        }
    }

    private static string Ready(JsonElement ready)
    {
        var text = $"{EventText.Count(ready.Number("types"), "type")}, {EventText.Count(ready.Number("methods"), "method")} woven in {EventText.Milliseconds(ready.Number("ns"))}";
        JsonElement[] refusals = [.. ready.List("refused")];
        foreach (var refusal in refusals.Take(MostRefusals))
            text += $"\n  {Printable.Of(refusal.Text("method") ?? "?")}: {Printable.Of(refusal.Text("reason") ?? "cannot be woven")}";
        return refusals.Length > MostRefusals ? text + $"\n  … {EventText.Count(refusals.Length - MostRefusals, "method")} more that cannot be woven" : text;
    }

    private string Ended(JsonElement ended)
    {
        var dropped = Math.Max(_dropped, ended.Number("dropped"));
        return $"{EventText.Count(ended.Number("restored"), "method")} put back; {EventText.Count(ended.Number("seen"), "call")} seen"
            + (view.IsOfCalls ? $", {EventText.Number(ended.Number("shown", _shown))} shown" : "")
            + (dropped > 0 ? $", {EventText.Number(dropped)} dropped" : "");
    }

    private void TellDropped(long dropped)
    {
        if (dropped > _dropped)
            Say($"{EventText.Count(dropped - _dropped, "call")} dropped: they come faster than they can be shown (--if and --per-second)");
        _dropped = dropped;
    }

    private void Show(string text)
    {
        if (text.Length > 0)
            output(text);
    }

    private void Say(string text)
    {
        if (view.IsForPrograms)
            Message.WriteLine(text);
        else
            output(text + "\n");
    }
}
