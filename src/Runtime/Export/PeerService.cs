using DdRun.Configuration;

namespace DdRun.Export;

/// <summary>Names the service at the other end of client and producer spans, where that is configured.</summary>
internal sealed class PeerService(Settings settings)
{
    private const string Tag = "peer.service", Source = "_dd.peer.service.source", RemappedFrom = "_dd.peer.service.remapped_from";

    // The first that a span has names the peer.
    private static readonly string[] s_sources =
    [
        "messaging.kafka.bootstrap.servers", "rpc.service", "db.name", "mongodb.db", "db.instance", "messaging.destination", "queuename", "topicname",
        "network.destination.name", "out.host", "net.peer.name", "server.address",
    ];

    public bool IsEnabled { get; } = settings.PeerServiceDefaults || settings.PeerServiceMapping.Length > 0;

    public void Set(Span span)
    {
        var peer = span.GetTag(Tag);
        if (peer is not null)
        {
            span.Store(Source, Tag);
        }
        else if (settings.PeerServiceDefaults && span.GetTag("span.kind") is ("client" or "producer"))
        {
            foreach (var source in s_sources)
            {
                if (span.GetTag(source) is not { Length: > 0 } value)
                    continue;
                span.Store(Tag, peer = value);
                span.Store(Source, source);
                break;
            }
        }
        if (peer is null)
            return;
        foreach (var (from, to) in settings.PeerServiceMapping)
        {
            if (from != peer)
                continue;
            span.Store(Tag, to);
            span.Store(RemappedFrom, peer);
            return;
        }
    }
}
