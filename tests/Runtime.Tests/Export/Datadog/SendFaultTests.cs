using System.Net.Sockets;
using DdRun.Export;
using DdRun.Export.Datadog;
using DdRun.Export.Datadog.Agent;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Sockets;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Export.Datadog;

/// <summary>Whatever fails at whichever step of a send: what the agent has taken does not go twice by our fault, and what it has not goes again.</summary>
public class SendFaultTests
{
    private static readonly Func<Exception>[] s_ours =
    [
        () => new IOException("ours"), () => new FileNotFoundException("System.Something"), () => new InsufficientMemoryException(), () => new TypeLoadException(),
        () => new SocketException((int)SocketError.TooManyOpenSockets), () => new ObjectDisposedException("stream"), () => new UnauthorizedAccessException(),
        () => new InvalidOperationException(), () => new DllNotFoundException(),
    ];

    private static readonly Func<Exception>[] s_peers = [() => new PeerFailure("reset"), () => new SocketFailure(104), () => new TimeoutException("slow")];

    [Fact]
    public void Every_step_can_be_made_to_fail() =>
        Assert.Equal(["close", "connect", "flush", "read", "time-out", "write body", "write head"], TwoHalves(new ScriptedAgent()).Steps.Distinct().Order());

    [Fact]
    public void What_fails_on_our_side_sends_nothing_twice_and_loses_nothing_that_the_agent_can_not_have()
    {
        foreach (var fault in s_ours)
            ForEachStep(fault, (agent, counters) =>
            {
                // Whether the agent has all of it nobody knows: it does not go again, and is not counted as sent.
                var isOpen = agent.Failed == "write body";
                Assert.InRange(agent.Bodies.Count, isOpen ? 0 : 1, 1);
                Assert.Equal(isOpen ? (0, 1) : (1, 0), Sums(counters));
            });
    }

    [Fact]
    public void What_the_peer_breaks_off_is_sent_again_until_there_is_a_status()
    {
        foreach (var fault in s_peers)
            ForEachStep(fault, (agent, counters) =>
            {
                Assert.NotEmpty(agent.Bodies);
                Assert.InRange(agent.Bodies.Count, 1, 2);
                Assert.Equal((1, 0), Sums(counters));
            });
    }

    [Fact]
    public void Once_there_is_a_status_it_counts_whoever_breaks_the_rest_off()
    {
        foreach (var fault in (Func<Exception>[])[.. s_ours, .. s_peers])
        {
            foreach (var rest in new[] { "no colon\r\n\r\n", "Content-Length: -5\r\n\r\n", "Content-Length: 100\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "Content-Length: 99999999999\r\n\r\n" })
            {
                var agent = new ScriptedAgent { Fault = fault };
                agent.Answer("HTTP/1.1 200 OK\r\n" + rest);
                Assert.Equal(1, Deliver(agent).Counters.SentSpans);
                Assert.Single(agent.Bodies);
            }
        }
    }

    [Fact]
    public void A_refusal_counts_although_its_body_can_not_be_read()
    {
        var agent = new ScriptedAgent();
        agent.Answer("HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n{");
        Assert.Equal((0, 1), Sums(Deliver(agent).Counters));
        Assert.Single(agent.Bodies);
    }

    [Fact]
    public void What_can_not_make_use_of_the_answer_is_not_a_failed_delivery()
    {
        foreach (var fault in (Func<Exception>[])[.. s_ours, .. s_peers])
        {
            var agent = new ScriptedAgent();
            var tracer = new TracerCore(TestTracer.SettingsOf(), new RecordingWriter());
            using var urgency = new Urgency();
            using var client = new AgentClient(tracer.Settings, urgency, new HealthMetrics(tracer.Settings), agent.Connect);
            Assert.Equal(Delivery.Sent, client.Send("/v0.4/traces", "", "x"u8, onAnswer: _ => throw fault()));
            Assert.Equal(["x"], agent.Bodies);
        }
    }

    [Fact]
    public void Halves_of_a_payload_that_was_too_large_go_once_each_whatever_becomes_of_the_other()
    {
        var plain = TwoHalves(new ScriptedAgent());
        Assert.Equal(3, plain.Bodies.Count);
        foreach (var fault in s_ours)
        {
            for (var step = 0; step < plain.Steps.Count; step++)
            {
                var agent = TwoHalves(new ScriptedAgent { Fault = fault, FailingStep = step, IsDoneFirst = true });
                Assert.Equal(agent.Bodies.Count, agent.Bodies.Distinct().Count());
            }
        }
    }

    private static ScriptedAgent TwoHalves(ScriptedAgent agent)
    {
        agent.Answer("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        Deliver(agent, spans: 2);
        return agent;
    }

    private static void ForEachStep(Func<Exception> fault, Action<ScriptedAgent, WriterCounters> check)
    {
        foreach (var isDoneFirst in new[] { false, true })
        {
            for (var step = 0; ; step++)
            {
                var (agent, counters) = Deliver(new ScriptedAgent { Fault = fault, FailingStep = step, IsDoneFirst = isDoneFirst });
                if (agent.Failed is null)
                    break;
                try
                {
                    check(agent, counters);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"{fault().GetType().Name} {(isDoneFirst ? "after" : "at")} step {step} ({agent.Failed}), {agent.Bodies.Count} bodies", e);
                }
            }
        }
    }

    // As the writer's thread does it, twice: what stays behind by mistake would go with the second.
    private static (ScriptedAgent Agent, WriterCounters Counters) Deliver(ScriptedAgent agent, int spans = 1)
    {
        var tracer = new TracerCore(TestTracer.SettingsOf(), new RecordingWriter());
        var counters = new WriterCounters();
        using var urgency = new Urgency();
        using var output = new AgentOutput(tracer, counters, urgency, agent.Connect);
        var queue = new SpanQueue(100_000);
        for (var i = 0; i < spans; i++)
        {
            var span = tracer.Start(null, "span" + i, null, null, null);
            span.Finish();
            queue.TryPush(span, span, 1);
        }
        output.Process(queue.TakeAll(out var last)!, last!, []);
        output.Send();
        output.Send();
        return (agent, counters);
    }

    private static (long Sent, long Dropped) Sums(WriterCounters counters) => (counters.SentSpans, counters.DroppedSpans);
}
