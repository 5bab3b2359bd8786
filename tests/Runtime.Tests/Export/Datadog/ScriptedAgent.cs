using System.Text;

namespace DdRun.Runtime.Tests.Export.Datadog;

/// <summary>
/// An agent in memory, behind connections on which every step of a request can be made to fail, once: connecting, setting a time-out, writing, flushing,
/// reading, closing. It takes note of each body that it has got whole.
/// </summary>
internal sealed class ScriptedAgent
{
    private readonly Queue<string> _answers = new();

    public List<string> Bodies { get; } = [];

    /// <summary>What fails, by its number among the steps of the requests; none by default.</summary>
    public int FailingStep { get; init; } = -1;

    /// <summary>How it fails.</summary>
    public Func<Exception> Fault { get; init; } = () => new IOException("fault");

    /// <summary>Whether the step is done before it fails.</summary>
    public bool IsDoneFirst { get; init; }

    /// <summary>The steps that were taken.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>The step that failed; null when none did.</summary>
    public string? Failed { get; private set; }

    /// <summary>Answers the next payloads in turn; the others get rates.</summary>
    public void Answer(params string[] answers) => Array.ForEach(answers, _answers.Enqueue);

    public Stream Connect(long deadline)
    {
        Stream? connection = null;
        Step("connect", () => connection = new Connection(this));
        return connection!;
    }

    private void Step(string name, Action action)
    {
        var fails = Steps.Count == FailingStep;
        Steps.Add(name);
        if (fails)
            Failed = name;
        if (fails && !IsDoneFirst)
            throw Fault();
        action();
        if (fails)
            throw Fault();
    }

    private string Take(string head, string body)
    {
        if (head.StartsWith("GET /info", StringComparison.Ordinal))
            return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        Bodies.Add(body);
        return _answers.TryDequeue(out var answer) ? answer : "HTTP/1.1 200 OK\r\nContent-Length: 23\r\nDatadog-Agent-State: one\r\n\r\n{\"rate_by_service\":{}} ";
    }

    private sealed class Connection(ScriptedAgent agent) : Stream
    {
        // Less than a status line, so that every part of an answer has reads of its own.
        private const int Piece = 11;

        private readonly StringBuilder _received = new();
        private string _answer = "";

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override bool CanTimeout => true;
        public override int ReadTimeout { get; set; }
        public override int WriteTimeout { get => ReadTimeout; set => agent.Step("time-out", () => ReadTimeout = value); }
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = 0;
            agent.Step("read", () =>
            {
                read = Math.Min(Math.Min(Piece, count), _answer.Length);
                Encoding.Latin1.GetBytes(_answer.AsSpan(0, read), buffer.AsSpan(offset));
                _answer = _answer[read..];
            });
            return read;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var text = Encoding.Latin1.GetString(buffer);
            agent.Step(_received.Length == 0 ? "write head" : "write body", () =>
            {
                _received.Append(text);
                var all = _received.ToString();
                var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
                var length = int.Parse(all[(all.IndexOf("Content-Length: ", StringComparison.Ordinal) + 16)..(end - 4)], System.Globalization.CultureInfo.InvariantCulture);
                if (all.Length < end + length)
                    return;
                _answer = agent.Take(all[..end], all[end..]);
                _received.Clear();
            });
        }

        public override void Flush() => agent.Step("flush", () => { });

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing) => agent.Step("close", () => base.Dispose(disposing));
    }
}
