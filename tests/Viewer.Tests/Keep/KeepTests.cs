using System.Net.Sockets;
using System.Text;
using DdRun.Testing;
using DdRun.Viewer.Keep;
using Microsoft.Data.Sqlite;

namespace DdRun.Viewer.Tests.Keep;

public sealed class KeepTests
{
    [Fact]
    public async Task WhatWasKeptIsShownAgain()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "kept.db");
        await using (var viewer = await RunningViewer.StartAsync("--keep", file))
        {
            using var v04 = await viewer.PutTracesAsync(TestSpan.V04([new() { TraceId = 1, Meta = new() { ["runtime-id"] = "r" } }]));
            using var v05 = await viewer.PutTracesAsync(TestSpan.V05([new() { TraceId = 2 }]), "/v0.5/traces");
            using var bad = await viewer.PutTracesAsync([0xc1]);
            using var json = new StringContent("""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"kept"}}]}]}]}""", Encoding.UTF8, "application/json");
            using var logs = await viewer.Client.PostAsync(new Uri(viewer.Otlp, "/v1/logs"), json);
            using (var udp = new UdpClient())
                await udp.SendAsync("kept.metric:3|g"u8.ToArray(), viewer.DogStatsd);
            await viewer.WaitAsync("/api/metrics", answer => answer.GetProperty("items").GetArrayLength() == 1);
        }

        await using var later = await RunningViewer.StartAsync(file);
        Assert.Equal(2, (await later.GetAsync("/api/traces")).GetProperty("total").GetInt32());
        Assert.Equal("kept", (await later.GetAsync("/api/logs")).GetProperty("items")[0].GetProperty("message").GetString());
        Assert.Equal("kept.metric", (await later.GetAsync("/api/metrics")).GetProperty("items")[0].GetProperty("name").GetString());
        Assert.Equal(0, (await later.GetAsync("/api/status")).GetProperty("malformed").GetInt32());
    }

    [Fact]
    public async Task SomebodyElsesFileIsLeftAlone()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "other.db");
        SQLitePCL.Batteries_V2.Init();
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (id INTEGER)";
            command.ExecuteNonQuery();
        }

        var before = await File.ReadAllBytesAsync(file);
        await Assert.ThrowsAsync<FormatException>(() => RunningViewer.StartAsync("--keep", file));
        Assert.Throws<FormatException>(() => PayloadFile.Read(file));
        Assert.Equal(before, await File.ReadAllBytesAsync(file));
        await Assert.ThrowsAsync<FileNotFoundException>(() => RunningViewer.StartAsync(Path.Combine(folder.Path, "none.db")));
    }
}
