using System.Globalization;
using System.Net;

namespace DdRun.Viewer.Cli;

/// <summary>What the command line asks for.</summary>
internal sealed record ViewOptions
{
    public const string Usage = """
        Usage: dd-run view [FILE] [options]

        A local agent with a page: takes Datadog traces (v0.4, v0.5), DogStatsD and OTLP over HTTP, and shows them in a browser.

          --port N               port of the page (default 8120)
          --agent-port N         port for Datadog traces (default 8126)
          --dogstatsd-port N     UDP port for DogStatsD (default 8125)
          --dogstatsd-socket P   a Unix socket for DogStatsD as well
          --otlp-port N          port for OTLP over HTTP (default 4318)
          --listen ADDRESS       take connections from other machines, on this address; the page then always needs its token
          --no-token             the page needs no token (on loopback only)
          --no-open              open no browser
          --memory MIB           how much is kept, oldest out first (default 256)
          --keep FILE            write everything that comes to this SQLite file as well
          --json                 each trace as a line of JSON on stdout
          --export FORMAT        write the traces of FILE to stdout as JSON of otlp or datadog, and end

        A port that is taken makes room for the next free one; 0 stands for any free port. FILE is one
        that --keep has written, or JSON of OTLP or of Datadog: what is in it is shown as if it came now.
        """;

    public int Port { get; init; } = 8120;
    public int AgentPort { get; init; } = 8126;
    public int DogStatsdPort { get; init; } = 8125;
    public string? DogStatsdSocket { get; init; }
    public int OtlpPort { get; init; } = 4318;
    public IPAddress Listen { get; init; } = IPAddress.Loopback;
    public bool Token { get; init; } = true;
    public bool Open { get; init; } = true;
    public long Memory { get; init; } = 256L << 20;
    public string? Keep { get; init; }
    public string? File { get; init; }
    public bool Json { get; init; }

    /// <summary>Null = the page is shown.</summary>
    public ExportFormat? Export { get; init; }

    /// <summary>The words by which the launcher is started, which looks into processes for the page; none where nobody may.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>Whether the launcher started it: then it lives until its standard input ends, and signals are the launcher's.</summary>
    public bool IsAttended { get; init; }

    /// <returns>Null, with what is wrong, when the arguments mean nothing; null without, when help is asked for.</returns>
    public static ViewOptions? Parse(IReadOnlyList<string> arguments, out string? problem)
    {
        problem = null;
        var options = new ViewOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
            var name = equals < 0 ? word : word[..equals];
            string? given = equals < 0 ? null : word[(equals + 1)..];
            string? Value() => given ?? (i + 1 < arguments.Count ? arguments[++i] : null);
            switch (name)
            {
                case "-h" or "--help":
                    return null;
                case "--port" or "--agent-port" or "--dogstatsd-port" or "--otlp-port":
                    if (!int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
                    {
                        problem = $"{name} needs a port from 0 to 65535";
                        return null;
                    }

                    options = name switch
                    {
                        "--port" => options with { Port = port },
                        "--agent-port" => options with { AgentPort = port },
                        "--dogstatsd-port" => options with { DogStatsdPort = port },
                        _ => options with { OtlpPort = port },
                    };
                    break;
                case "--memory":
                    if (!int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var memory) || memory is < 16 or > 1 << 20)
                    {
                        problem = "--memory needs a number of MiB from 16 on";
                        return null;
                    }

                    options = options with { Memory = (long)memory << 20 };
                    break;
                case "--listen":
                    if (!IPAddress.TryParse(Value(), out var address))
                    {
                        problem = "--listen needs an IP address, such as 192.168.0.7 or 0.0.0.0";
                        return null;
                    }

                    options = options with { Listen = address };
                    break;
                case "--dogstatsd-socket" or "--keep":
                    if (Value() is not { Length: > 0 } path)
                    {
                        problem = $"{name} needs a file";
                        return null;
                    }

                    options = name == "--keep" ? options with { Keep = path } : options with { DogStatsdSocket = path };
                    break;
                case "--export":
                    if (ExportFormats.Parse(Value()) is not { } format)
                    {
                        problem = "--export needs otlp or datadog";
                        return null;
                    }

                    options = options with { Export = format };
                    break;
                case "--launcher":
                    if (Value() is { } part)
                        options = options with { Launcher = [.. options.Launcher, part] };
                    break;
                case "--no-token":
                    options = options with { Token = false };
                    break;
                case "--no-open":
                    options = options with { Open = false };
                    break;
                case "--json":
                    options = options with { Json = true };
                    break;
                case "--attended":
                    options = options with { IsAttended = true };
                    break;
                default:
                    if (word.StartsWith('-') || options.File is not null)
                    {
                        problem = $"'{word}' is not known";
                        return null;
                    }

                    options = options with { File = word };
                    break;
            }
        }

        if (options.Export is not null && options.File is null)
        {
            problem = "--export needs a FILE to read";
            return null;
        }

        if (!options.Token && !IPAddress.IsLoopback(options.Listen))
        {
            problem = "--no-token and --listen do not go together: who can reach the port could read everything";
            return null;
        }

        return options;
    }
}
