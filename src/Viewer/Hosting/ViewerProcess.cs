using System.Net;
using System.IO.Pipelines;
using DdRun.Viewer.Cli;
using DdRun.Viewer.Exchange;
using DdRun.Viewer.Queries;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Hosting;

/// <summary>The program: starts the server, says where it is, and ends in order.</summary>
internal static class ViewerProcess
{
    private const int Success = 0, Failure = 1, WrongUsage = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = ViewOptions.Parse(arguments, out var problem);
        if (options is null)
        {
            if (problem is null)
            {
                Console.Out.WriteLine(ViewOptions.Usage);
                return Success;
            }

            Console.Error.WriteLine($"dd-run view: {problem}");
            Console.Error.WriteLine("dd-run view --help explains the options");
            return WrongUsage;
        }

        try
        {
            if (options.Export is { } format)
            {
                await ExportAsync(options, format);
                return Success;
            }

            await using var server = await ViewerServer.StartAsync(options);
            if (!IPAddress.IsLoopback(options.Listen))
                Console.Error.WriteLine("dd-run view: --listen: whoever reaches these ports can send; whoever has the link can read everything that is sent");
            // Standard output is the traces' where those are asked for.
            server.Announce(options.Json ? Console.Error : Console.Out);
            if (options.Open && !options.Json)
                Browser.Open(server.PageLink);
            await server.RunAsync();
            return Success;
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException or UnauthorizedAccessException or FormatException
            or Microsoft.Data.Sqlite.SqliteException)
        {
            Console.Error.WriteLine($"dd-run view: {exception.GetBaseException().Message}");
            return Failure;
        }
    }

    private static async Task ExportAsync(ViewOptions options, ExportFormat format)
    {
        var stores = new Stores(options.Memory);
        ViewerServer.Load(stores, options.File!);
        await using var output = Console.OpenStandardOutput();
        var all = new TraceQuery(stores.Spans, null, TimeRange.All, 0, long.MaxValue, long.MaxValue);
        await Exchange.Export.WriteAsync(PipeWriter.Create(output), stores.Spans, Exchange.Export.Find(all, int.MaxValue), format, CancellationToken.None);
    }
}
