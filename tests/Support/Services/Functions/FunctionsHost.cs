using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace DdRun.Testing.Services.Functions;

/// <summary>Plays the host of an isolated worker: has its functions loaded, calls each once, one after the other, and has the worker end.</summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    /// <summary>The trace that every call is in.</summary>
    public const string TraceParent = "00-00000000000000000000000000000007-0000000000000008-01";

    private const int Success = 1;

    private readonly WebApplication _app;
    private readonly HttpClient _client = new();
    // Where the worker takes requests by itself.
    private Uri? _worker;

    private FunctionsHost(WebApplication app) => _app = app;

    /// <summary>What the worker is started with.</summary>
    public string[] Arguments => ["--functions-uri", _app.Urls.First() + "/", "--functions-worker-id", "worker", "--functions-request-id", "first", "--functions-grpc-max-message-length", "2147483647"];

    /// <summary>How each call ended: the function's name, and what the worker says of it.</summary>
    public Recorder<(string Name, string Outcome)> Outcomes { get; } = new();

    /// <param name="assembly">The worker's, a file.</param>
    /// <param name="calls">What is called.</param>
    public static async Task<FunctionsHost> Start(string assembly, params FunctionCall[] calls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
            options.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var host = new FunctionsHost(app);
        app.MapPost("/AzureFunctionsRpcMessages.FunctionRpc/EventStream", context => host.Converse(context, assembly, calls));
        app.MapGet("/flour", () => "rye");
        await app.StartAsync().ConfigureAwait(false);
        return host;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _app.DisposeAsync();
    }

    private async Task Converse(HttpContext context, string assembly, FunctionCall[] calls)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        Task<string>? forwarded = null;
        var (next, frame) = (0, await GrpcFrames.Read(context, Frame.Parser).ConfigureAwait(false));
        for (; frame is not null; frame = await GrpcFrames.Read(context, Frame.Parser).ConfigureAwait(false))
        {
            switch (frame.ContentCase)
            {
                case Frame.ContentOneofCase.Begin:
                    await GrpcFrames.Write(context, new Frame { Initialize = new Initialize { HostVersion = "4.0.0" } }).ConfigureAwait(false);
                    break;
                case Frame.ContentOneofCase.Initialized:
                    _worker = frame.Initialized.Capabilities.TryGetValue("HttpUri", out var uri) ? new Uri(uri) : null;
                    await GrpcFrames.Write(context, Loading(assembly, calls[0])).ConfigureAwait(false);
                    break;
                case Frame.ContentOneofCase.Loaded when frame.Loaded.Result.Status != Success:
                    Outcomes.Add((calls[next].Name, frame.Loaded.Result.Exception?.Message ?? "not loaded"));
                    await GrpcFrames.Write(context, new Frame { Terminate = new Terminate() }).ConfigureAwait(false);
                    break;
                case Frame.ContentOneofCase.Loaded:
                    var invocation = Calling(calls[next]);
                    await GrpcFrames.Write(context, invocation).ConfigureAwait(false);
                    if (_worker is not null && IsHttp(calls[next]))
                        forwarded = Forward(calls[next], invocation.Invocation.InvocationId, context.RequestAborted);
                    break;
                case Frame.ContentOneofCase.Invoked:
                    Outcomes.Add((calls[next].Name, forwarded is null ? OutcomeOf(frame.Invoked) : await forwarded.ConfigureAwait(false)));
                    forwarded = null;
                    await GrpcFrames.Write(context, ++next < calls.Length ? Loading(assembly, calls[next]) : new Frame { Terminate = new Terminate() }).ConfigureAwait(false);
                    break;
                default:
                    // What the worker logs.
                    break;
            }
        }
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static string OutcomeOf(Invoked invoked) => invoked.Result.Status == Success ? invoked.ReturnValue?.Http?.StatusCode ?? "done" : invoked.Result.Exception.Message;

    private static Frame Loading(string assembly, FunctionCall call)
    {
        var function = new Function { Name = call.Name, Directory = Path.GetDirectoryName(assembly), ScriptFile = Path.GetFileName(assembly), EntryPoint = call.Method };
        function.Bindings.Add(call.Parameter, new Binding { Type = call.Trigger });
        if (IsHttp(call))
            function.Bindings.Add("$return", new Binding { Type = "http", Direction = 1 });
        return new Frame { RequestId = call.Name, Load = new Load { FunctionId = call.Name, Metadata = function } };
    }

    private Frame Calling(FunctionCall call)
    {
        var data = IsHttp(call) ? new Value { Http = new Request { Method = "GET", Url = _app.Urls.Last() + call.Data } }
            : call.Data.StartsWith('{') ? new Value { Json = call.Data }
            : new Value { Text = call.Data };
        var invocation = new Invocation { InvocationId = Guid.NewGuid().ToString(), FunctionId = call.Name, TraceContext = new TraceOfHost { TraceParent = TraceParent } };
        invocation.InputData.Add(new Input { Name = call.Parameter, Data = data });
        return new Frame { RequestId = call.Name, Invocation = invocation };
    }

    // The request itself, beside the word that it is to be worked at.
    private async Task<string> Forward(FunctionCall call, string invocation, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await Send(call, invocation, cancel).ConfigureAwait(false);
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // The worker says where it will listen before it does.
                await Task.Yield();
            }
        }
    }

    private async Task<string> Send(FunctionCall call, string invocation, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_worker!, call.Data));
        request.Headers.Add("x-ms-invocation-id", invocation);
        request.Headers.Add("traceparent", TraceParent);
        request.Headers.Add("mill", _app.Urls.Last() + "/flour");
        using var response = await _client.SendAsync(request, cancel).ConfigureAwait(false);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false)}";
    }

    private static bool IsHttp(FunctionCall call) => call.Trigger == "httpTrigger";
}
