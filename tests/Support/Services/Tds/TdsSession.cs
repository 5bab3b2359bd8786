using System.Buffers.Binary;

namespace DdRun.Testing.Services.Tds;

/// <summary>One connection of a client.</summary>
internal sealed class TdsSession(TdsServer server, Stream stream)
{
    private const int HeaderSize = 8;
    private const byte Batch = 1, Rpc = 3, Response = 4, Attention = 6, Login = 16, PreLogin = 18;
    private const byte LastPacket = 1, ResetConnection = 8;

    private readonly byte[] _header = new byte[HeaderSize];

    public async Task Run(CancellationToken end)
    {
        while (await Receive(end).ConfigureAwait(false) is { } message)
        {
            var reply = new TdsWriter();
            switch (message.Type)
            {
                case PreLogin:
                    reply.PreLogin();
                    break;
                case Login:
                    reply.Login(TdsRequest.LoginVersion(message.Body), TdsRequest.LoginDatabase(message.Body));
                    break;
                case Batch:
                    await Execute([TdsRequest.Batch(message.Body)], isProcedure: false, message.IsReset, reply, end).ConfigureAwait(false);
                    break;
                case Rpc:
                    await Execute(TdsRequest.Procedures(message.Body), isProcedure: true, message.IsReset, reply, end).ConfigureAwait(false);
                    break;
                case Attention:
                    // It came after the answer.
                    reply.AttentionDone();
                    break;
                default:
                    throw new InvalidDataException($"a packet of type {message.Type}");
            }
            await Send(reply.ToArray(), end).ConfigureAwait(false);
        }
    }

    private async Task Execute(IReadOnlyList<string> statements, bool isProcedure, bool isReset, TdsWriter reply, CancellationToken end)
    {
        if (isReset)
            reply.ResetDone();
        for (var i = 0; i < statements.Count; i++)
        {
            var answer = server.Answer(statements[i]);
            if (answer.IsEndless)
            {
                if (await Receive(end).ConfigureAwait(false) is not { Type: Attention })
                    throw new InvalidDataException("a request before the end of the last one");
                server.Interrupted.Add(statements[i]);
                reply.AttentionDone();
                return;
            }
            reply.Answer(answer, isProcedure, isLast: i == statements.Count - 1);
        }
    }

    private async Task<(byte Type, bool IsReset, byte[] Body)?> Receive(CancellationToken end)
    {
        using var body = new MemoryStream();
        var isReset = false;
        while (true)
        {
            if (await stream.ReadAtLeastAsync(_header, HeaderSize, throwOnEndOfStream: false, end).ConfigureAwait(false) < HeaderSize)
                return null;
            var (type, status) = (_header[0], _header[1]);
            isReset |= (status & ResetConnection) != 0;
            var part = new byte[BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)) - HeaderSize];
            await stream.ReadExactlyAsync(part, end).ConfigureAwait(false);
            body.Write(part);
            if ((status & LastPacket) != 0)
                return (type, isReset, body.ToArray());
        }
    }

    private async Task Send(byte[] body, CancellationToken end)
    {
        const int size = TdsWriter.PacketSize - HeaderSize;
        byte number = 1;
        for (var from = 0; from < body.Length; from += size)
        {
            var part = body.AsMemory(from, Math.Min(size, body.Length - from));
            byte[] packet = [Response, from + size >= body.Length ? LastPacket : (byte)0, 0, 0, 0, 0, number++, 0, .. part.Span];
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
            await stream.WriteAsync(packet, end).ConfigureAwait(false);
        }
    }
}
