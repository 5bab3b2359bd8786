using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using DdRun.Viewer.Api;

namespace DdRun.Viewer.Processes;

/// <summary>The page's way into running processes: the commands of <c>dd-run</c>, and what they print, as it comes.</summary>
internal static class ProcessEndpoints
{
    // As many as a process lets look into it at a time.
    private const int MostAtATime = 8;

    // The code of methods before and after, for which explain has an option.
    private const string Code = "il";

    private static readonly string[] s_commands = ["watch", "trace", "monitor", "stack", "loaded", Code];
    private static readonly (string Query, string Option)[] s_options =
        [("if", "--if"), ("depth", "--depth"), ("min", "--min"), ("limit", "--limit"), ("for", "--for"), ("interval", "--interval")];

    private static int s_running;

    /// <param name="app">Where they are found.</param>
    /// <param name="access">Whether, and by which command.</param>
    public static void Map(WebApplication app, ProcessAccess access)
    {
        app.MapGet("/api/processes", ApiEndpoints.Own(context => List(context, access)));
        app.MapPost("/api/processes/{processId}/{command}", ApiEndpoints.Own(context => Look(context, access)));
    }

    private static async Task List(HttpContext context, ProcessAccess access)
    {
        // No failure: a page that may not ask says so, and nothing is wrong.
        if (access.Refusal is { } refusal)
        {
            await Answer(context, [], refusal);
            return;
        }

        try
        {
            using var command = LauncherCommand.Start(access.Launcher, ["ps", "--json"]);
            var notes = command.Notes.ReadToEndAsync(context.RequestAborted);
            var lines = (await command.Output.ReadToEndAsync(context.RequestAborted)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length == 0 && await command.EndAsync(context.RequestAborted) != 0)
                await Problem(context, StatusCodes.Status502BadGateway, (await notes).Trim());
            else
                await Answer(context, lines, null);
        }
        catch (Win32Exception exception)
        {
            await Problem(context, StatusCodes.Status502BadGateway, exception.Message);
        }
    }

    private static async Task Look(HttpContext context, ProcessAccess access)
    {
        if (access.Refusal is { } refusal)
        {
            await Problem(context, StatusCodes.Status403Forbidden, refusal);
            return;
        }

        if (Arguments(context.Request, out var mistake) is not { } arguments)
        {
            await Problem(context, StatusCodes.Status400BadRequest, mistake);
            return;
        }

        if (Interlocked.Increment(ref s_running) > MostAtATime)
        {
            Interlocked.Decrement(ref s_running);
            await Problem(context, StatusCodes.Status429TooManyRequests, $"{MostAtATime} looks are under way.");
            return;
        }

        try
        {
            using var command = LauncherCommand.Start(access.Launcher, arguments);
            await Copy(context, command);
        }
        catch (Win32Exception exception)
        {
            await Problem(context, StatusCodes.Status502BadGateway, exception.Message);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The page is closed, or has seen enough.
        }
        finally
        {
            Interlocked.Decrement(ref s_running);
        }
    }

    // Lines of both streams, each when it is there, and in the end how the command ended.
    private static async Task Copy(HttpContext context, LauncherCommand command)
    {
        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        using var gate = new SemaphoreSlim(1);
        await Task.WhenAll(
            Lines(command.Output, (writer, line) =>
            {
                writer.WritePropertyName("event"u8);
                writer.WriteRawValue(line, skipInputValidation: true);
            }),
            Lines(command.Notes, (writer, line) => writer.WriteString("note"u8, line)));
        var code = await command.EndAsync(context.RequestAborted);
        await Write(writer => writer.WriteNumber("end"u8, code));

        async Task Lines(StreamReader reader, Action<Utf8JsonWriter, string> write)
        {
            while (await reader.ReadLineAsync(context.RequestAborted) is { } line)
                if (line.Length > 0)
                    await Write(writer => write(writer, line));
        }

        async Task Write(Action<Utf8JsonWriter> write)
        {
            var line = new ArrayBufferWriter<byte>();
            await using (var writer = new Utf8JsonWriter(line, JsonOptions.Writer))
            {
                writer.WriteStartObject();
                write(writer);
                writer.WriteEndObject();
            }

            line.Write("\n"u8);
            await gate.WaitAsync(context.RequestAborted);
            try
            {
                await context.Response.Body.WriteAsync(line.WrittenMemory, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
            finally
            {
                gate.Release();
            }
        }
    }

    /// <returns>Null, with what is wrong, for what is no such command.</returns>
    private static List<string>? Arguments(HttpRequest request, out string mistake)
    {
        mistake = "";
        var command = (string)request.RouteValues["command"]!;
        if (!s_commands.Contains(command))
            mistake = $"'{command}' is none of {string.Join(", ", s_commands)}";
        else if (!int.TryParse((string)request.RouteValues["processId"]!, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            mistake = "a process is named by its id";
        else if (ApiEndpoints.Text(request, "pattern") is not { } pattern || pattern.StartsWith('-'))
            mistake = "'pattern' says which methods";
        else
        {
            List<string> arguments = [command == Code ? "explain" : command, pattern, "--pid", id.ToString(CultureInfo.InvariantCulture), "--json"];
            if (command == Code)
            {
                arguments.Add("--il");
                return arguments;
            }

            foreach (var (query, option) in s_options)
                if (ApiEndpoints.Text(request, query) is { } value)
                    arguments.Add($"{option}={value}");
            return arguments;
        }

        return null;
    }

    private static Task Problem(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return ApiEndpoints.WriteProblemAsync(context, message, 0);
    }

    private static Task Answer(HttpContext context, string[] items, string? refusal) => ApiEndpoints.AnswerAsync(context, (_, writer) =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        foreach (var item in items)
            writer.WriteRawValue(item, skipInputValidation: true);
        writer.WriteEndArray();
        if (refusal is not null)
            writer.WriteString("refusal"u8, refusal);
        writer.WriteEndObject();
        return true;
    });
}
