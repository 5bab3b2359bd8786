using DdRun.Linux;

namespace DdRun.Sockets;

/// <summary>A <see cref="PosixSocket"/> for code that reads and writes streams. Errors are <see cref="SocketFailure"/>s.</summary>
internal sealed class PosixStream(PosixSocket socket) : Stream
{
    /// <summary>How long one read or write may wait.</summary>
    public int Patience { get; set; } = int.MaxValue;

    /// <summary>Whether the peer has closed, or said what nobody has asked for. For a moment when nothing is awaited.</summary>
    public bool IsOver => socket.HasNews;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override bool CanTimeout => true;

    public override int ReadTimeout
    {
        get => Patience;
        set => Patience = value;
    }

    public override int WriteTimeout
    {
        get => Patience;
        set => Patience = value;
    }

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        Check(socket.Receive(buffer, Patience, out var count));
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => Check(socket.Send(buffer, Patience));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        socket.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Throws what an error number means.</summary>
    public static void Check(int error)
    {
        if (error == Libc.TimedOut)
            throw new TimeoutException("The peer took too long.");
        if (error != 0)
            throw new SocketFailure(error);
    }
}
