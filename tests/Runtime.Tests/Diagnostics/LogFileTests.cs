using System.Text;
using DdRun.Diagnostics;
using DdRun.Testing;

namespace DdRun.Runtime.Tests.Diagnostics;

public sealed class LogFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_full_file_is_kept_once_beside_its_successor()
    {
        var log = new LogFile(_folder.Path, session: null);
        var line = new byte[1 << 20];
        Array.Fill(line, (byte)'x');
        for (var i = 0; i < 44; i++)
            Assert.True(log.TryAppend(line));

        var files = Directory.GetFiles(_folder.Path);
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, LogFile.Limit + line.Length));
        Assert.All(files, file => Assert.Contains("log of process", File.ReadLines(file).First(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_has_room_for_so_many_files_of_which_the_oldest_go()
    {
        for (var i = 0; i < 3 * LogFile.MostFiles; i++)
        {
            var file = _folder.Write($"dd-run-Old-{i}.log", "old");
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-1).AddSeconds(i));
        }
        var foreign = _folder.Write("somebody-elses.log", "not ours");

        Assert.True(new LogFile(_folder.Path, session: null).TryAppend("new\n"u8.ToArray()));

        Assert.InRange(Directory.GetFiles(_folder.Path, LogFile.Pattern).Length, 2, LogFile.MostFiles);
        Assert.True(File.Exists(Path.Combine(_folder.Path, $"dd-run-Old-{3 * LogFile.MostFiles - 1}.log")));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "dd-run-Old-0.log")));
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public void A_folder_has_room_for_so_many_bytes()
    {
        for (var i = 0; i < 12; i++)
        {
            using var file = File.Create(Path.Combine(_folder.Path, $"dd-run-Large-{i}.log"));
            file.SetLength(LogFile.Limit);
        }

        Assert.True(new LogFile(_folder.Path, session: null).TryAppend("new\n"u8.ToArray()));

        Assert.InRange(Directory.GetFiles(_folder.Path).Sum(file => new FileInfo(file).Length), 1, LogFile.FolderLimit);
    }

    [Fact]
    public void A_folder_that_is_removed_meanwhile_is_made_again_and_no_file_stays_open()
    {
        var log = new LogFile(Path.Combine(_folder.Path, "a", "b"), "7-1");
        Assert.True(log.TryAppend("one\n"u8.ToArray()));
        Directory.Delete(Path.Combine(_folder.Path, "a"), recursive: true);
        Assert.True(log.TryAppend("two\n"u8.ToArray()));

        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "a", "b")));
        Assert.DoesNotContain(file, Directory.GetFiles("/proc/self/fd").Select(fd => File.ResolveLinkTarget(fd, false)?.FullName));
        var lines = File.ReadAllLines(file, Encoding.UTF8);
        Assert.EndsWith(LogFile.SessionMark("7-1"), lines[0], StringComparison.Ordinal);
        Assert.Equal("two", lines[1]);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_not_tried_with_every_line()
    {
        var path = _folder.Write("file", "");
        var log = new LogFile(Path.Combine(path, "folder"), session: null);
        Assert.False(log.TryAppend("one\n"u8.ToArray()));
        File.Delete(path);
        Assert.False(log.TryAppend("two\n"u8.ToArray()));
    }
}
