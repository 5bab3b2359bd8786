namespace DdRun.Instrumentation.Integrations.Ollama;

/// <inheritdoc/>
internal sealed class EmbedObserver() : CallObserver("embeddings");
