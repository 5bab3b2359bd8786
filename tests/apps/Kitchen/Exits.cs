namespace Kitchen;

public static class Exits
{
    public static async Task<int> Take(string how)
    {
        var chef = new Chef();
        Console.WriteLine(chef.Garnish("last order"));
        switch (how)
        {
            case "return":
                return 3;
            case "exit":
                Environment.Exit(4);
                return 0;
            case "exit-on-another-thread":
                var thread = new Thread(() => Environment.Exit(5));
                thread.Start();
                thread.Join();
                return 0;
            case "unhandled":
                chef.Burn("everything");
                return 0;
            case "wait":
                Console.WriteLine("ready");
                await Task.Delay(Timeout.Infinite);
                return 0;
            case "handle-interrupt":
                var interrupted = new TaskCompletionSource();
                Console.CancelKeyPress += (_, press) =>
                {
                    press.Cancel = true;
                    interrupted.SetResult();
                };
                Console.WriteLine("ready");
                await interrupted.Task;
                Console.WriteLine(chef.Garnish("after the interrupt"));
                return 6;
            default:
                throw new ArgumentException(how);
        }
    }
}
