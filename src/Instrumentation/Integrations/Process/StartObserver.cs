using System.Diagnostics;
using System.Text;
using System.Text.Json;
using DdRun.Configuration;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Process;

/// <summary>Describes the start of another program, <c>a</c>. The span is over when that runs, not when it has ended.</summary>
internal sealed class StartObserver : IClientObserver
{
    private const int MaxChars = 4_096;

    private static readonly IntegrationService s_service = new("command");

    private readonly bool _collects = Settings.Current.Flag("DD_TRACE_COMMANDS_COLLECTION_ENABLED", false);

    public bool SeesEnd => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        span.Type = "system";
        if (s_service.Name is { } service)
            span.Service = service;
        span.SetTag("component", "process");
        span.SetTag("span.kind", "internal");
        if (a is not ProcessStartInfo start)
            return;
        span.Resource = start.FileName;
        if (_collects)
            Collect(span, start);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    private static void Collect(Span span, ProcessStartInfo start)
    {
        var isCut = false;
        if (start.UseShellExecute)
        {
            span.SetTag("cmd.shell", Cut(CommandSecrets.Hide($"{start.FileName} {start.Arguments}".TrimEnd()), ref isCut));
        }
        else
        {
            List<string> words = [start.FileName];
            if (start.ArgumentList.Count > 0)
                words.AddRange(start.ArgumentList);
            else
                words.AddRange(start.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            span.SetTag("cmd.exec", Json(CommandSecrets.Hide(words), ref isCut));
        }
        if (isCut)
            span.SetTag("cmd.truncated", "true");
    }

    private static string Json(List<string> words, ref bool isCut)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartArray();
            var left = MaxChars;
            foreach (var word in words)
            {
                var part = word.Length > left ? word[..left] : word;
                isCut |= part.Length < word.Length;
                left -= part.Length;
                writer.WriteStringValue(part);
            }
            writer.WriteEndArray();
        }
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static string Cut(string text, ref bool isCut)
    {
        isCut |= text.Length > MaxChars;
        return text.Length > MaxChars ? text[..MaxChars] : text;
    }
}
