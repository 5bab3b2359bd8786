using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace DdRun.Testing.Services;

/// <summary>
/// Speaks MongoDB's wire protocol on a loopback port, for drivers that have to run whole: Debian has no MongoDB. What it can do with documents is in
/// <see cref="MongoDatabases"/>.
/// </summary>
public sealed class MongoServer : IDisposable
{
    private const int OpReply = 1;
    private const int OpQuery = 2004;
    private const int OpMsg = 2013;
    private const int HeaderLength = 16;
    private const int ChecksumPresent = 1;
    private const int MoreToCome = 2;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly MongoDatabases _databases;

    public MongoServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _databases = new($"127.0.0.1:{Port}");
        _ = Accept();
    }

    public int Port { get; }

    public string ConnectionString => $"mongodb://ann:hush@127.0.0.1:{Port}/?replicaSet=rs0&authMechanism=PLAIN&authSource=$external";

    /// <summary>The names of all commands that came, in order.</summary>
    public Recorder<string> Commands { get; } = new();

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync().ConfigureAwait(false));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var header = new byte[HeaderLength];
                while (true)
                {
                    await stream.ReadExactlyAsync(header).ConfigureAwait(false);
                    var body = new byte[Int32(header, 0) - HeaderLength];
                    await stream.ReadExactlyAsync(body).ConfigureAwait(false);
                    if (Answer(Int32(header, 12), body) is { } answer)
                        await stream.WriteAsync(Message(Int32(header, 4), answer.OpCode, answer.Body)).ConfigureAwait(false);
                }
            }
            catch (IOException)
            {
                // The client is gone.
            }
        }
    }

    private (int OpCode, byte[] Body)? Answer(int opCode, byte[] body)
    {
        if (opCode == OpQuery)
        {
            var position = 4;
            Text(body, ref position);
            position += 8;
            // Flags, a cursor, the first document's number, how many there are.
            byte[] start = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0];
            return (OpReply, [.. start, .. Run(Document(body, ref position)).ToBson()]);
        }
        if (opCode != OpMsg)
            throw new IOException($"unknown operation {opCode}");
        var flags = Int32(body, 0);
        var command = Command(body.AsSpan(4, body.Length - 4 - ((flags & ChecksumPresent) != 0 ? 4 : 0)).ToArray());
        var reply = Run(command);
        return (flags & MoreToCome) != 0 ? null : (OpMsg, [0, 0, 0, 0, 0, .. reply.ToBson()]);
    }

    // Sections of kind 1 are arrays that the command was sent without.
    private static BsonDocument Command(byte[] sections)
    {
        var command = new BsonDocument();
        for (var position = 0; position < sections.Length;)
        {
            if (sections[position++] == 0)
            {
                command.Merge(Document(sections, ref position));
                continue;
            }
            var end = position + Int32(sections, position);
            position += 4;
            var name = Text(sections, ref position);
            var documents = new BsonArray();
            while (position < end)
                documents.Add(Document(sections, ref position));
            command.Add(name, documents);
        }
        return command;
    }

    private BsonDocument Run(BsonDocument command)
    {
        Commands.Add(command.GetElement(0).Name);
        return _databases.Run(command);
    }

    private static byte[] Message(int responseTo, int opCode, byte[] body)
    {
        var message = new byte[HeaderLength + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), responseTo);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), opCode);
        body.CopyTo(message, HeaderLength);
        return message;
    }

    private static int Int32(byte[] bytes, int position) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(position));

    private static string Text(byte[] bytes, ref int position)
    {
        var end = Array.IndexOf(bytes, (byte)0, position);
        var text = Encoding.UTF8.GetString(bytes, position, end - position);
        position = end + 1;
        return text;
    }

    private static BsonDocument Document(byte[] bytes, ref int position)
    {
        var length = Int32(bytes, position);
        var document = BsonSerializer.Deserialize<BsonDocument>(bytes[position..(position + length)]);
        position += length;
        return document;
    }
}
