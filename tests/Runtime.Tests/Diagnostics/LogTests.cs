using DdRun.Configuration;
using DdRun.Diagnostics;

namespace DdRun.Runtime.Tests.Diagnostics;

/// <summary>The log is the process's own: nothing else runs meanwhile, and every test looks for messages that only it writes.</summary>
[Collection("the log")]
[CollectionDefinition("the log", DisableParallelization = true)]
public sealed class LogTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly string _mark = Guid.NewGuid().ToString("N");

    public void Dispose()
    {
        var settings = Settings.Current;
        Log.Configure(settings.LogLevel, settings.LogSinks, settings.LogDirectory, settings.LoggingRate);
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_same_warning_is_written_once_in_a_while()
    {
        Log.Configure(LogLevel.Info, null, _folder, TimeSpan.FromHours(1));
        for (var i = 0; i < 10; i++)
            Log.Warn("again " + _mark);
        Log.Warn("other " + _mark);
        Assert.Equal(["WARN again", "WARN other"], Lines());
    }

    [Fact]
    public void Without_a_rate_every_warning_is_written()
    {
        Log.Configure(LogLevel.Info, null, _folder, TimeSpan.Zero);
        for (var i = 0; i < 3; i++)
            Log.Warn("again " + _mark);
        Assert.Equal(3, Lines().Length);
    }

    [Fact]
    public void A_line_is_written_by_us_and_not_by_the_target()
    {
        Log.Configure(LogLevel.Info, null, _folder, TimeSpan.Zero);
        var seen = new List<bool>();
        Log.Observer = line =>
        {
            if (line.Contains(_mark, StringComparison.Ordinal))
                seen.Add(OwnWork.IsCurrent);
            throw new InvalidOperationException("nobody's");
        };
        try
        {
            Log.Warn("ours " + _mark);
            Assert.False(OwnWork.IsCurrent);
            Log.Error("ours, too " + _mark, new InvalidDataException("bread"));
            Assert.False(OwnWork.IsCurrent);
        }
        finally
        {
            Log.Observer = null;
        }
        Assert.Equal([true, true], seen);
    }

    [Fact]
    public void Debug_lines_are_written_only_when_asked_for()
    {
        Log.Configure(LogLevel.Info, null, _folder, TimeSpan.Zero);
        Log.Debug("quiet " + _mark);
        Log.Error("broken " + _mark, new InvalidDataException("bread"));
        Assert.Equal(["ERROR broken"], Lines());
    }

    [Fact]
    public void A_folder_that_cannot_be_used_harms_nobody()
    {
        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        Log.Configure(LogLevel.Info, null, Path.Combine(file, "no folder"), TimeSpan.Zero);
        var lines = new List<string>();
        Log.Observer = lines.Add;
        Log.Info(_mark);
        Log.Observer = null;
        Assert.Contains(lines, line => line.Contains(_mark, StringComparison.Ordinal));
    }

    private string[] Lines() =>
        [.. from file in Directory.GetFiles(_folder)
            from line in ReadShared(file)
            where line.Contains(_mark, StringComparison.Ordinal)
            select line[(line.IndexOf("[dd-run] ", StringComparison.Ordinal) + 9)..line.IndexOf(' ' + _mark, StringComparison.Ordinal)]];

    private static string[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n');
    }
}
