using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DdRun.Exploration;

/// <summary>What is said to tools that are servers. Each ends with a request to end, as a service manager makes it.</summary>
internal static class Conversations
{
    private const int Terminate = 15;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    // One port a tool for all of its runs: they say it.
    public static string CachePort { get; } = FreePort();
    public static string MailPort { get; } = FreePort();
    public static string PagePort { get; } = FreePort();

    public static void WithCache(MeasuredProcess server, string folder)
    {
        using var client = Connect(CachePort, server);
        var answers = new StringBuilder();
        using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        for (var i = 0; i < 200; i++)
        {
            string[] words = (i % 5) switch
            {
                0 => ["SET", $"part{i}", $"value {i}"],
                1 => ["GET", $"part{i - 1}"],
                2 => ["INCRBY", "count", i.ToString(CultureInfo.InvariantCulture)],
                3 => ["LPUSH", "list", $"item {i}"],
                _ => ["NONSENSE", "x"],
            };
            stream.Write(Encoding.ASCII.GetBytes($"*{words.Length}\r\n{string.Concat(words.Select(word => $"${word.Length}\r\n{word}\r\n"))}"));
            var line = reader.ReadLine();
            answers.Append(line).Append('\n');
            if (line is ['$', not '-', ..])
                answers.Append(reader.ReadLine()).Append('\n');
        }
        Finish(server, folder, answers);
    }

    public static void WithMailServer(MeasuredProcess server, string folder)
    {
        var answers = new StringBuilder();
        for (var i = 0; i < 5; i++)
        {
            using var client = Connect(MailPort, server);
            using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            answers.Append(reader.ReadLine()).Append('\n');
            foreach (var line in (string[])["HELO shop.test", "MAIL FROM:<shop@shop.test>", $"RCPT TO:<user{i}@shop.test>", "DATA", $"Subject: order {i}\r\n\r\nThank you.\r\n.", "NONSENSE", "QUIT"])
            {
                stream.Write(Encoding.ASCII.GetBytes(line + "\r\n"));
                answers.Append(reader.ReadLine()).Append('\n');
            }
        }
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{PagePort}/"), Timeout = s_patience };
        using (Connect(PagePort, server))
        {
        }
        using var messages = System.Text.Json.JsonDocument.Parse(http.GetStringAsync("api/Messages?pageSize=50").GetAwaiter().GetResult());
        foreach (var subject in messages.RootElement.GetProperty("results").EnumerateArray().Select(message => message.GetProperty("subject").GetString()).Order(StringComparer.Ordinal))
            answers.Append(subject).Append('\n');
        Finish(server, folder, answers);
    }

    private static void Finish(MeasuredProcess server, string folder, StringBuilder answers)
    {
        File.WriteAllText(Path.Combine(folder, "answers.txt"), answers.ToString());
        server.Signal(Terminate);
    }

    // A server that is not there in time is one that does not start: that it ends now shows in its exit code.
    private static TcpClient Connect(string port, MeasuredProcess server)
    {
        var deadline = DateTime.UtcNow + s_patience;
        while (true)
        {
            var client = new TcpClient { ReceiveTimeout = (int)s_patience.TotalMilliseconds };
            try
            {
                client.Connect(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
                return client;
            }
            catch (SocketException) when (DateTime.UtcNow < deadline)
            {
                client.Dispose();
                Thread.Sleep(50);
            }
            catch
            {
                client.Dispose();
                server.Signal(9);
                throw;
            }
        }
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
