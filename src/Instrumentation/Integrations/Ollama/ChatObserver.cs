namespace DdRun.Instrumentation.Integrations.Ollama;

/// <inheritdoc/>
internal sealed class ChatObserver() : CallObserver("chat");
