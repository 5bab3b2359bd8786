var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
var app = builder.Build();
app.MapGet("/count/{item}", (string item) => Counter.Till.Count(item));
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("at " + app.Urls.Single()));
app.Lifetime.ApplicationStopped.Register(() => Console.WriteLine("stopped " + Counter.Till.Close()));
app.Run();

namespace Counter
{
    public static class Till
    {
        private static int s_total;

        public static async Task<string> Count(string item)
        {
            await Task.Yield();
            return $"{item}: {Add()}";
        }

        public static int Add() => Interlocked.Increment(ref s_total);

        public static int Close() => s_total;
    }
}
