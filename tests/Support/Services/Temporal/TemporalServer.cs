using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace DdRun.Testing.Services.Temporal;

/// <summary>Plays Temporal's server: gives each activity to whoever asks for work, and takes what becomes of it.</summary>
public sealed class TemporalServer : IAsyncDisposable
{
    private const string Service = "/temporal.api.workflowservice.v1.WorkflowService/";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Activity, string Argument)> _waiting = new();

    private TemporalServer(WebApplication app) => _app = app;

    /// <summary>Its address, without a scheme.</summary>
    public string Address => new Uri(_app.Urls.Single()).Authority;

    /// <summary>What it was called for.</summary>
    public Recorder<string> Calls { get; } = new();

    public static async Task<TemporalServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        var server = new TemporalServer(app);
        app.Run(server.Answer);
        await app.StartAsync().ConfigureAwait(false);
        return server;
    }

    /// <summary>Has an activity done by the next worker that asks for work.</summary>
    public void Offer(string activity, string argument) => _waiting.Enqueue((activity, argument));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var method = path.StartsWith(Service, StringComparison.Ordinal) ? path[Service.Length..] : path;
        Calls.Add(method);
        // It may be compressed, and nobody has to know what is in it.
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = "application/grpc";
        IMessage? answer = method switch
        {
            "PollActivityTaskQueue" => await Next(context).ConfigureAwait(false),
            "GetSystemInfo" => new Server { ServerVersion = "1.28.0", Capabilities = new Abilities { ActivityFailureIncludeHeartbeat = true } },
            "DescribeNamespace" or "RespondActivityTaskCompleted" or "RespondActivityTaskFailed" or "ShutdownWorker" => new Nothing(),
            _ => null,
        };
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        if (answer is not null)
            await GrpcFrames.Write(context, answer).ConfigureAwait(false);
        // Unimplemented is 12.
        context.Response.AppendTrailer("grpc-status", answer is null ? "12" : "0");
    }

    // Who finds nothing waits, until he asks for nothing more.
    private async Task<IMessage> Next(HttpContext context)
    {
        if (_waiting.TryDequeue(out var next))
            return JobOf(next.Activity, next.Argument);
        var gone = new TaskCompletionSource();
        await using (context.RequestAborted.Register(gone.SetResult).ConfigureAwait(false))
            await gone.Task.ConfigureAwait(false);
        return new Nothing();
    }

    private static Job JobOf(string activity, string argument)
    {
        var now = Timestamp.FromDateTime(DateTime.UtcNow);
        var minute = Duration.FromTimeSpan(TimeSpan.FromMinutes(1));
        var value = new Value { Data = ByteString.CopyFromUtf8($"\"{argument}\"") };
        value.Metadata.Add("encoding", ByteString.CopyFromUtf8("json/plain"));
        return new Job
        {
            TaskToken = ByteString.CopyFromUtf8(activity),
            WorkflowNamespace = "default",
            WorkflowType = new Kind { Name = "Morning" },
            WorkflowExecution = new Execution { WorkflowId = "morning-7", RunId = "1" },
            ActivityType = new Kind { Name = activity },
            ActivityId = activity,
            Input = new Values { Payloads = { value } },
            ScheduledTime = now,
            CurrentAttemptScheduledTime = now,
            StartedTime = now,
            Attempt = 1,
            ScheduleToCloseTimeout = minute,
            StartToCloseTimeout = minute,
        };
    }
}
