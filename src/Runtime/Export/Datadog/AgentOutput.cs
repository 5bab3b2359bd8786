using DdRun.Export.Datadog.Agent;
using DdRun.Export.Datadog.Stats;
using DdRun.Tracing;

namespace DdRun.Export.Datadog;

/// <summary>Traces to an agent: pipeline, encoders, statistics, connection.</summary>
internal sealed class AgentOutput : ITraceOutput
{
    private readonly TracerCore _tracer;
    private readonly WriterCounters _counters;
    private readonly Urgency _urgency;
    private readonly HealthMetrics _health;
    private readonly AgentClient _client;
    private readonly PayloadSender _sender;
    private readonly StatsSender _stats;
    private readonly AgentPipeline _pipeline;

    /// <param name="tracer">Whose traces they are.</param>
    /// <param name="counters">Counts where spans go.</param>
    /// <param name="urgency">Whether the process ends.</param>
    /// <param name="connect">Makes connections to the agent in place of our own.</param>
    public AgentOutput(TracerCore tracer, WriterCounters counters, Urgency urgency, Func<long, Stream>? connect = null)
    {
        _tracer = tracer;
        _counters = counters;
        _urgency = urgency;
        var settings = tracer.Settings;
        _health = new HealthMetrics(settings);
        _client = new AgentClient(settings, urgency, _health, connect);
        _sender = new PayloadSender(settings, _client, counters, _health, UpdateRates);
        _stats = new StatsSender(settings, _client);
        _pipeline = new AgentPipeline(tracer, _client, _sender, _stats, counters);
    }

    public void Rehearse()
    {
        _client.Bind();
        _sender.Rehearse(TraceChunk.ForRehearsal(_tracer));
        HttpConnection.Rehearse();
    }

    public void Connect()
    {
        _client.Connect();
        if (!StartupLog.IsWanted(_tracer.Settings))
            return;
        _client.RefreshInfo();
        StartupLog.Write(_tracer.Settings, _client.Info.Version, _client.InfoProblem);
    }

    public void Process(Span first, Span last, TraceFilter[] filters) => _pipeline.Process(first, last, filters);

    public void Send()
    {
        _sender.SendPending();
        _stats.FlushDue(everything: _urgency.IsUrgent);
        _health.Report(_counters);
        _health.Report(_tracer.Shedding);
    }

    public void Dispose() => _client.Dispose();

    private void UpdateRates(byte[] body)
    {
        if (AgentRatesReader.Read(body) is { } rates)
            _tracer.Sampler.UpdateAgentRates(rates);
    }
}
