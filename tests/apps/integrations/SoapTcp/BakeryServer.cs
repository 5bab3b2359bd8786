using System.Net;
using System.Net.Sockets;
using System.ServiceModel.Channels;
using System.Xml;

namespace SoapTcp;

/// <summary>Answers calls over net.tcp, one connection: what there is no library for on the server's side.</summary>
public sealed class BakeryServer : IDisposable
{
    private const int End = 0x07, Envelope = 0x06, Acknowledged = 0x0B, PreambleEnd = 0x0C;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    // Of a session: names that came once are numbers from then on.
    private readonly MessageEncoder _reader = Encoder(), _writer = Encoder();
    private readonly BufferManager _buffers = BufferManager.CreateBufferManager(1 << 20, 1 << 16);
    private int _received;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Received => Volatile.Read(ref _received);

    public static BakeryServer Start()
    {
        var server = new BakeryServer();
        server._listener.Start();
        new Thread(server.Serve) { IsBackground = true }.Start();
        return server;
    }

    public void Dispose() => _listener.Stop();

    private static MessageEncoder Encoder() => new BinaryMessageEncodingBindingElement().CreateMessageEncoderFactory().CreateSessionEncoder();

    private void Serve()
    {
        using var client = _listener.AcceptTcpClient();
        using var stream = client.GetStream();
        ReadPreamble(stream);
        stream.WriteByte(Acknowledged);
        while (stream.ReadByte() == Envelope)
        {
            var bytes = new byte[ReadLength(stream)];
            stream.ReadExactly(bytes);
            var rented = _buffers.TakeBuffer(bytes.Length);
            bytes.CopyTo(rented, 0);
            using var message = _reader.ReadMessage(new ArraySegment<byte>(rented, 0, bytes.Length), _buffers);
            Interlocked.Increment(ref _received);
            if (Answer(message) is { } answer)
                Write(stream, answer);
        }
        stream.WriteByte(End);
    }

    // Version, mode, where to, encoding.
    private static void ReadPreamble(Stream stream)
    {
        for (var record = stream.ReadByte(); record != PreambleEnd; record = stream.ReadByte())
        {
            var length = record switch { 0x00 => 2, 0x01 or 0x03 => 1, 0x02 => ReadLength(stream), _ => throw new InvalidDataException($"record {record}") };
            stream.ReadExactly(new byte[length]);
        }
    }

    private static int ReadLength(Stream stream)
    {
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = stream.ReadByte();
            length |= (part & 0x7F) << shift;
            if ((part & 0x80) == 0)
                return length;
        }
    }

    private static Message? Answer(Message message)
    {
        var action = message.Headers.Action;
        if (message.Headers.MessageId is not { } id)
            return null;
        using var body = message.GetReaderAtBodyContents();
        body.ReadStartElement();
        var what = body.ReadElementContentAsString();
        var operation = action[(action.LastIndexOf('/') + 1)..];
        var (reply, content) = what == "glue"
            ? (action + "Fault", """<s:Fault xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="en">we sell no glue</s:Text></s:Reason></s:Fault>""")
            : (action + "Response", $"""<{operation}Response xmlns="http://bakery"><{operation}Result>one {what}</{operation}Result></{operation}Response>""");
        var answer = Message.CreateMessage(message.Version, reply, XmlReader.Create(new StringReader(content)));
        answer.Headers.RelatesTo = id;
        return answer;
    }

    private void Write(Stream stream, Message message)
    {
        var encoded = _writer.WriteMessage(message, int.MaxValue, _buffers, 0);
        stream.WriteByte(Envelope);
        for (var left = encoded.Count; ; left >>= 7)
        {
            stream.WriteByte((byte)(left < 0x80 ? left : left & 0x7F | 0x80));
            if (left < 0x80)
                break;
        }
        stream.Write(encoded);
    }
}
