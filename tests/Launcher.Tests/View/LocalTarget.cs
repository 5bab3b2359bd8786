using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace DdRun.Launcher.Tests.View;

/// <summary>A target under <c>dd-run --local</c> that tells where it would send to, and ends when it is told to; the test sends in its place.</summary>
internal sealed class LocalTarget : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly Uri _statsd;

    public Uri AgentUrl => _http.BaseAddress!;

    public LocalTarget()
    {
        _process = DdRunProcess.Start(DdRunProcess.SomeHome, "--local", "sh", "-c", "echo $DD_TRACE_AGENT_URL; echo $DD_DOGSTATSD_URL; read how; echo bye; eval $how");
        _error = _process.StandardError.ReadToEndAsync();
        _http.BaseAddress = new(_process.StandardOutput.ReadLine()!);
        _statsd = new(_process.StandardOutput.ReadLine()!);
    }

    /// <returns>Status and body of the answer.</returns>
    public (int Status, string Body) Send(HttpMethod method, string path, byte[] body, bool chunked = false)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/msgpack");
        request.Headers.TransferEncodingChunked = chunked;
        using var response = _http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return ((int)response.StatusCode, reader.ReadToEnd());
    }

    public void SendMetric(string line)
    {
        using var client = new UdpClient(_statsd.Host, _statsd.Port);
        client.Send(Encoding.UTF8.GetBytes(line));
    }

    /// <returns>The launcher's exit code, what the target wrote to stdout since the start, and all of stderr.</returns>
    public (int ExitCode, string Output, string Error) End(string how = "exit 0")
    {
        _http.Dispose();
        _process.StandardInput.WriteLine(how);
        var output = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        return (_process.ExitCode, output, _error.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(true);
        _process.Dispose();
        _http.Dispose();
    }
}
