using System.ComponentModel;
using System.Diagnostics;
using DuckDB.NET.Data;
using log4net;
using log4net.Appender;
using log4net.Config;
using log4net.Layout;

// Other programs.
using (var process = Process.Start(new ProcessStartInfo("/bin/true", "--password hunter2 --user=me"))!)
    process.WaitForExit();
try
{
    Process.Start("/nowhere/nothing");
}
catch (Win32Exception)
{
    Console.WriteLine("no such program");
}

// A log.
var layout = new PatternLayout("%message %property{dd.service} %property{dd.trace_id}");
var memory = new MemoryAppender { Layout = layout };
BasicConfigurator.Configure(LogManager.GetRepository(typeof(Kitchen).Assembly), memory);
Kitchen.Bake(LogManager.GetLogger(typeof(Kitchen)));
Console.WriteLine(memory.GetEvents()[0].RenderedMessage);
Console.WriteLine(memory.GetEvents()[0].GetProperties().Contains("dd.trace_id") ? "with the trace" : "alone");

// A database in the process.
using var connection = new DuckDBConnection("DataSource=:memory:");
connection.Open();
using var command = connection.CreateCommand();
command.CommandText = "CREATE TABLE orders (what VARCHAR)";
command.ExecuteNonQuery();
command.CommandText = "INSERT INTO orders VALUES ('ham'), ('rye')";
command.ExecuteNonQuery();
command.CommandText = "SELECT count(*) FROM orders";
Console.WriteLine(command.ExecuteScalar());
command.CommandText = "SELECT what FROM orders";
using (var reader = command.ExecuteReader())
{
    while (reader.Read())
        Console.WriteLine(reader.GetString(0));
}

internal sealed class Kitchen
{
    public static void Bake(ILog log) => log.Info("baked");
}
