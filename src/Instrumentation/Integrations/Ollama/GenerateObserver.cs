namespace DdRun.Instrumentation.Integrations.Ollama;

/// <inheritdoc/>
internal sealed class GenerateObserver() : CallObserver("text_completion");
