using System.Diagnostics;
using DdRun.Instrumentation.Integrations.GenAI;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Ollama;

/// <summary><c>a</c> what a model is asked, <c>b</c> the client's own model, <c>c</c> the server's address.</summary>
/// <param name="operation">By the names of OpenTelemetry's conventions.</param>
internal abstract class CallObserver(string operation) : IClientObserver
{
    private readonly PropertyReader<string> _model = new("Model"), _reason = new("DoneReason");
    private readonly PropertyReader<object> _promptTokens = new("PromptEvalCount"), _tokens = new("EvalCount");

    public bool Wants(object? a, object? b, object? c, object? d) => !OuterCall.HasSpan(operation);

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var model = _model.Read(a) is { Length: > 0 } given ? given : b as string;
        span.Resource = model is null ? operation : $"{operation} {model}";
        span.SetTag("component", "ollama");
        span.SetTag("span.kind", "client");
        span.SetTag("gen_ai.operation.name", operation);
        span.SetTag("gen_ai.provider.name", "ollama");
        if (model is not null)
            span.SetTag("gen_ai.request.model", model);
        if (c is Uri server)
            span.SetTag("server.address", server.Host);
        var wanted = Content.IsWanted;
        Answers.Begin(span, wanted);
        if (wanted && Conversation.Of(a) is { } said)
            span.SetTag("gen_ai.input.messages", said);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        var answer = Answers.End(span);
        // Embeddings come at once.
        var end = answer?.Done ?? result;
        if (_model.Read(end) is { Length: > 0 } model)
            span.SetTag("gen_ai.response.model", model);
        if (_reason.Read(end) is { Length: > 0 } reason)
            span.SetTag("gen_ai.response.finish_reasons", $"[\"{reason}\"]");
        span.SetTag(CountedTokens.Input, _promptTokens.Read(end));
        span.SetTag(CountedTokens.Output, _tokens.Read(end));
        CountedTokens.Add(span, Activity.Current);
        if (Content.IsWanted && answer?.Text() is { Length: > 0 } text)
            span.SetTag("gen_ai.output.messages", Conversation.Answer(text));
    }
}
