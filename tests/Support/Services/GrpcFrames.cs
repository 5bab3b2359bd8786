using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace DdRun.Testing.Services;

/// <summary>Messages as gRPC frames them: a byte that says whether one is compressed, four for its length, and the message.</summary>
internal static class GrpcFrames
{
    private const int Prefix = 5;

    public static async Task Write(HttpContext context, IMessage message)
    {
        var bytes = message.ToByteArray();
        var head = context.Response.BodyWriter.GetMemory(Prefix);
        head.Span[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(head.Span[1..], bytes.Length);
        context.Response.BodyWriter.Advance(Prefix);
        context.Response.BodyWriter.Write(bytes);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The next one; null where there is none, or whoever sent them has gone.</summary>
    public static async Task<T?> Read<T>(HttpContext context, MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        while (true)
        {
            ReadResult read;
            try
            {
                read = await context.Request.BodyReader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                return null;
            }
            if (LengthOf(read.Buffer) is { } length)
            {
                var message = parser.ParseFrom(read.Buffer.Slice(Prefix, length));
                context.Request.BodyReader.AdvanceTo(read.Buffer.GetPosition(Prefix + length));
                return message;
            }
            context.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return null;
        }
    }

    private static int? LengthOf(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < Prefix)
            return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(buffer.Slice(1, Prefix - 1).ToArray());
        return buffer.Length < Prefix + length ? null : length;
    }
}
