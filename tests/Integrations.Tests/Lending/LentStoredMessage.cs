using DdRun.Instrumentation.Integrations.Cap;
using DotNetCore.CAP.Messages;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>A message of CAP, whose headers are the dictionary that the application has given it.</summary>
internal sealed class LentStoredMessage : LentObject
{
    private readonly StoredMessage _lender = new();
    private readonly Message _message = new(
        new Dictionary<string, string?> { ["own"] = "value", ["cap-msg-id"] = "7", ["none"] = null, ["traceparent"] = "00-11111111111111111111111111111111-2222222222222222-01" },
        "ham");

    public override string SpanName => CapSpan.Publish;

    public override IReadOnlyList<string> Plain => ["own: value", "cap-msg-id: 7", "none: ", "value: ham"];

    public override string Look() => string.Join('\n', Dump(_message));

    public override Task<IReadOnlyList<string>> Send(Span span) => Task.FromResult<IReadOnlyList<string>>(Dump((Message)_lender.Lend(_message, null)!));

    private static List<string> Dump(Message message) => [.. message.Headers.Select(header => $"{header.Key}: {header.Value}"), $"value: {message.Value}"];
}
