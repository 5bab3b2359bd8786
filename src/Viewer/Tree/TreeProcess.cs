using DdRun.Viewer.Keep;
using DdRun.Viewer.Receivers;
using DdRun.Viewer.Receivers.Datadog;
using DdRun.Viewer.Receivers.Statsd;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Tree;

/// <summary>The program in the terminal: takes what the target sends, and draws it until the launcher says that the target has ended.</summary>
internal sealed class TreeProcess
{
    private const int Success = 0, Failure = 1;
    private const string NoSpans = "dd-run: no spans arrived; 'dd-run explain PATTERN --app FILE' says why a method is not traced\n";

    /// <summary>Bytes: what is drawn is never asked for again.</summary>
    private const long Memory = 64 << 20;

    private readonly Stores _stores = new(Memory);
    private readonly TraceRenderer _renderer;
    private readonly MetricTable _table;
    private readonly Terminal _terminal;
    private volatile bool _hasBeenUsed;

    private TreeProcess(TreeOptions options)
    {
        var palette = new Palette(options.Colors);
        _renderer = new(palette);
        _table = new(palette);
        _terminal = new(options.ToOutput);
    }

    /// <param name="arguments">Those behind <see cref="TreeOptions.Word"/>.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var options = TreeOptions.Parse(arguments);
            await new TreeProcess(options).RunAsync(options);
            return Success;
        }
        catch (Exception exception)
        {
            new Terminal(toOutput: false).Write($"dd-run: --local shows nothing: {exception.GetBaseException().Message}\n");
            return Failure;
        }
    }

    private async Task RunAsync(TreeOptions options)
    {
        using var input = Console.OpenStandardInput();
        using var sockets = InheritedSockets.Take(options, input);
        using var metrics = sockets.Metrics is { } socket ? StatsdListener.Of(socket, _stores.Metrics) : null;
        await using var server = new TraceServer(sockets.Traces, DatadogEndpoints.ByPath(_stores, Take));
        await server.StartAsync();

        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => WaitForEnd(input, end)) { IsBackground = true, Name = "launcher's end" }.Start();
        // On standard output the tree is all that there is; beside the target it may come and go.
        await (options.ToOutput ? Task.WhenAny(end.Task, _terminal.Closed) : end.Task);

        await server.FinishAsync();
        metrics?.Finish();
        if (!options.Summary)
            return;
        if (!_hasBeenUsed)
            _terminal.Write(NoSpans);
        _terminal.Write(_table.Render(_stores.Metrics));
    }

    private void Take(PayloadKind kind, ReadOnlyMemory<byte> body)
    {
        _hasBeenUsed = true;
        try
        {
            var reader = new TraceReader(_stores.Spans, body, Show);
            if (kind == PayloadKind.TracesV04)
                reader.ReadV04();
            else
                reader.ReadV05();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _terminal.Write($"dd-run: traces that cannot be read: {exception.Message}\n");
            throw;
        }
    }

    private void Show(long first, long end)
    {
        string text;
        lock (_stores.Spans.Gate)
            text = _renderer.Render(_stores.Spans, first, end);
        _terminal.Write(text);
    }

    private static void WaitForEnd(Stream input, TaskCompletionSource end)
    {
        Span<byte> buffer = stackalloc byte[16];
        try
        {
            while (input.Read(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Ended as well.
        }

        end.TrySetResult();
    }
}
