using System.IO.Pipes;

namespace DdRun.Export;

/// <summary>A named pipe with the time-outs that pipes lack: without them an agent that hangs would hold the writer's thread for ever.</summary>
internal sealed class AgentPipe : Stream
{
    private readonly NamedPipeClientStream _pipe;

    public AgentPipe(string name, int timeout)
    {
        _pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            _pipe.Connect(timeout);
        }
        catch
        {
            _pipe.Dispose();
            throw;
        }
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override bool CanTimeout => true;
    public override int ReadTimeout { get; set; } = Timeout.Infinite;
    public override int WriteTimeout { get; set; } = Timeout.Infinite;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        using var limit = new CancellationTokenSource(ReadTimeout);
        try
        {
            return _pipe.ReadAsync(buffer.AsMemory(offset, count), limit.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The server took too long.");
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        using var limit = new CancellationTokenSource(WriteTimeout);
        try
        {
            _pipe.WriteAsync(buffer.AsMemory(offset, count), limit.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The server took too long.");
        }
    }

    public override void Flush()
    {
        // What was written is with the system already; waiting until the other end has read it could take for ever.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _pipe.Dispose();
        base.Dispose(disposing);
    }
}
