using System.Diagnostics;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Identity;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Live.Answering;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Live.Observing;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Instrumentation.Manifests;
using DdRun.Json;
using Trace = DdRun.Instrumentation.Live.Observing.Trace;

namespace DdRun.Instrumentation.Live;

/// <summary>
/// One command that looks into the process. One thread talks to it, weaves for it and puts back; another sends. However the connection ends, all that was
/// woven for it is put back.
/// </summary>
internal sealed class LiveSession(CallFromOutside call, LiveTarget target)
{
    private const int Pulse = 100, MostObservations = 32, MostWaiting = 1024;
    private const long MostCharactersWaiting = 8 * 1024 * 1024;

    private readonly Outbox _outbox = new(MostWaiting, MostCharactersWaiting);
    private readonly List<LiveObservation> _observations = [];
    private LiveConnection? _connection;
    private volatile bool _isOver;
    private bool _detachesAtEnd;

    /// <summary>Whether it still goes on.</summary>
    public Thread Start()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "dd-run live" };
        thread.UnsafeStart();
        return thread;
    }

    /// <summary>Ends it from another thread.</summary>
    public void Stop()
    {
        _isOver = true;
        _connection?.Dispose();
    }

    private void Run()
    {
        OwnWork.Begin();
        try
        {
            if (OperatingSystem.IsLinux())
                Talk();
            else
                Log.Warn("nobody can look into this process live: that is possible on Linux only, for now");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (!_isOver)
                Log.Debug($"a live session has ended: {e.Message}");
        }
        catch (Exception e)
        {
            Log.Error("a live session has ended", e);
        }
        finally
        {
            End();
        }
    }

    private void Talk()
    {
        _connection = LiveConnection.Open(call.Address);
        _connection.Send(Hello());
        var welcome = Read(_connection.Receive());
        if (welcome is null || new RequestValues(welcome) is var values && (values.Text("type") != "welcome" || values.Number("protocol", 0, 0, int.MaxValue) != CallFromOutside.Protocol))
            return;
        if (!target.TryEnter(this))
        {
            _connection.Send(LiveAnswer.Error(0, new LiveError($"{LiveTarget.MostSessions} others look into the process already", "limit")));
            return;
        }
        new Thread(Send) { IsBackground = true, Name = "dd-run live send" }.UnsafeStart();
        while (!_isOver)
        {
            if (_connection.Poll(Pulse))
            {
                if (_connection.Receive() is not { } text)
                    return;
                Handle(Read(text) ?? throw new InvalidDataException("a frame that is no JSON object"));
            }
            Tick();
        }
    }

    private string Hello() => new JsonWriter().BeginObject().Member("type", "hello").Member("protocol", CallFromOutside.Protocol).Member("version", ProcessInfo.TracerVersion).Member("key", call.Key)
        .Member("pid", Environment.ProcessId).Member("runtime", Environment.Version.ToString()).Member("name", AppDomain.CurrentDomain.FriendlyName).EndObject().ToString();

    private static JsonNode? Read(string? text) => text is not null && new LocatedJsonReader(text).Read() is { Kind: JsonKind.Object } node ? node : null;

    private void Handle(JsonNode node)
    {
        var values = new RequestValues(node);
        var id = 0;
        try
        {
            id = values.Number("id", 0, 0, int.MaxValue);
            Handle(values, id);
        }
        catch (LiveErrorException e)
        {
            Answer(LiveAnswer.Error(id, e.Error));
        }
        catch (LimitException e)
        {
            Answer(LiveAnswer.Error(id, new LiveError(e.Message, "limit")));
        }
        catch (Exception e) when (e is not (IOException or ObjectDisposedException))
        {
            Log.Error("a request of a live session failed", e);
            Answer(LiveAnswer.Error(id, new LiveError(e.Message, "process")));
        }
    }

    private void Handle(RequestValues values, int id)
    {
        switch (values.Text("type"))
        {
            case "observe":
                Observe(ObserveOptions.Read(values), id);
                break;
            case "stop":
                if (_observations.Find(one => one.Id == id) is not { } stopped)
                    throw new LiveErrorException($"there is nothing with the id {id} to stop", "request");
                Stop(stopped, "stopped");
                break;
            case "detach":
                foreach (var observation in _observations.ToArray())
                    Stop(observation, "stopped");
                var restored = target.Detach(this);
                Answer(LiveAnswer.Ended(id, 0, 0, 0, restored, "stopped"));
                _detachesAtEnd = false;
                _isOver = true;
                break;
            case "detachAtEnd":
                _detachesAtEnd = true;
                Answer(LiveAnswer.Ready(id, 0, 0, [], TimeSpan.Zero));
                break;
            case var type:
                foreach (var answer in target.Answer(type, values, id))
                    Answer(answer);
                break;
        }
    }

    private void Observe(ObserveOptions options, int id)
    {
        if (_observations.Count >= MostObservations)
            throw new LiveErrorException($"no more than {MostObservations} at a time", "limit");
        if (_observations.Exists(one => one.Id == id))
            throw new LiveErrorException($"the id {id} is in use", "request");
        var changes = target.Changes ?? throw new LiveErrorException(target.NoProfiler, "process");
        var began = Stopwatch.GetTimestamp();
        LiveObservation observation = options.Kind switch
        {
            "watch" => new Watch(id, options, _outbox),
            "monitor" => new Monitoring(id, options, _outbox),
            "trace" => new Trace(id, options, _outbox),
            _ => new Stacks(id, options, _outbox),
        };
        changes.Add(observation);
        if (observation.Woven == 0)
        {
            var error = WhyNothing(observation);
            changes.Remove(observation);
            throw new LiveErrorException(error);
        }
        try
        {
            (observation as Trace)?.AddCallees(changes);
        }
        catch (LimitException)
        {
            changes.Remove(observation);
            throw;
        }
        _observations.Add(observation);
        var woven = observation.Methods.FindAll(static method => method.IsWoven);
        var types = woven.Select(static method => (method.Assembly, TypeOf(method.Name))).Distinct().Count();
        // Whoever reads that it is ready finds it so, and reads of no call before.
        _outbox.Hold();
        try
        {
            Answer(LiveAnswer.Ready(id, types, woven.Count, Refused(observation), Stopwatch.GetElapsedTime(began)));
            observation.Open();
        }
        finally
        {
            _outbox.Release();
        }
    }

    private static string TypeOf(string method) => method.LastIndexOf('.', method.IndexOf('(', StringComparison.Ordinal)) is > 0 and var dot ? method[..dot] : "";

    private static LiveError WhyNothing(LiveObservation observation)
    {
        var choice = observation.Options.Choice;
        var text = choice.Pattern?.Text;
        if (observation.Methods.Count == 0)
            return new LiveError(Unmatched.Of(choice), "pattern") { Text = text };
        foreach (var method in observation.Methods)
        {
            if (method.Edit.Problem is { } problem)
                return new LiveError($"{method.Name}: {problem.Message}", problem.Source) { Text = Written(observation.Options, problem.Source, problem.Text), Column = problem.Column + 1 };
        }
        var first = observation.Methods[0];
        return new LiveError($"{first.Name}: {first.Edit.Refusal?.Reason ?? "The method could not be woven."}", "pattern") { Text = text };
    }

    private static string Written(ObserveOptions options, string source, string text) => source == "if" ? options.If!.ToString()! : text;

    private static IEnumerable<KeyValuePair<string, string>> Refused(LiveObservation observation)
    {
        foreach (var method in observation.Methods)
        {
            if (!method.IsWoven)
                yield return new(method.Name, method.Edit.Problem is { } problem ? $"{problem.Text}: {problem.Message}" : method.Edit.Refusal?.Reason ?? "The method could not be woven.");
        }
    }

    private void Tick()
    {
        target.Changes?.CatchUp();
        var now = Environment.TickCount64;
        for (var i = _observations.Count - 1; i >= 0; i--)
        {
            var observation = _observations[i];
            if (observation.Over is { } reason)
                Stop(observation, reason);
            else
                observation.Tick(now, isEnd: false);
        }
    }

    private void Stop(LiveObservation observation, string reason)
    {
        _observations.Remove(observation);
        var restored = target.Changes!.Remove(observation);
        observation.Tick(Environment.TickCount64, isEnd: true);
        Answer(LiveAnswer.Ended(observation.Id, observation.Seen, observation.Shown, observation.Dropped, restored, reason));
    }

    // What we owe to the command waits for room; the thread that sends makes it, or gives up.
    private void Answer(string text)
    {
        for (var waited = 0; !_outbox.TryAdd(text); waited++)
        {
            // Where it is held back, somebody else has filled it meanwhile.
            _outbox.Release();
            if (_isOver || waited > 1000)
                throw new IOException("the command takes nothing");
            Thread.Sleep(10);
        }
    }

    private void Send()
    {
        OwnWork.Begin();
        try
        {
            while (true)
            {
                var frame = _outbox.Take(1000);
                if (frame is not null)
                    _connection!.Send(frame);
                else if (_isOver)
                    break;
                if (_outbox.TakeAttention())
                    _connection!.Wake();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nobody takes anything any more.
            _isOver = true;
        }
        _connection?.Dispose();
    }

    private void End()
    {
        try
        {
            foreach (var observation in _observations)
                target.Changes?.Remove(observation);
            if (_detachesAtEnd)
                target.Detach(this);
        }
        catch (Exception e)
        {
            Log.Error("what a live session has woven is not all put back", e);
        }
        var isSending = target.Leave(this);
        _isOver = true;
        _outbox.Wake();
        // What is left is sent before the connection closes.
        if (!isSending)
            _connection?.Dispose();
        OwnWork.End();
    }
}
