namespace DdRun.Instrumentation.Integrations.ElasticsearchNet;

/// <summary>OpenSearch's client began as version 7 of Elasticsearch's.</summary>
internal sealed class OpenSearchObserver() : RequestObserver("opensearch", "opensearch-net");
