namespace Observed;

/// <summary>Calls all shapes on some threads until it is stopped, and checks what they answer.</summary>
public static class Load
{
    private static readonly List<Task> s_tasks = [];
    private static volatile bool s_isOver;
    private static long s_calls, s_wrong;

    public static void Start(int threads)
    {
        s_isOver = false;
        for (var i = 0; i < threads; i++)
            s_tasks.Add(Task.Factory.StartNew(Run, TaskCreationOptions.LongRunning).Unwrap());
    }

    public static async Task<string> Stop()
    {
        s_isOver = true;
        await Task.WhenAll(s_tasks);
        s_tasks.Clear();
        return $"{Interlocked.Exchange(ref s_calls, 0)} calls, {Interlocked.Exchange(ref s_wrong, 0)} wrong";
    }

    private static async Task Run()
    {
        while (!s_isOver)
        {
            try
            {
                var isRight = Shapes.Checkout(new Cart { Total = 3 }, "ann") == "ann pays 3"
                    & Shapes.Twice(4) == 8
                    & Shapes.Range(5).Sum() == 10
                    & new Box<string>("a").Join("b", 3) == "a b 3"
                    & new Box<int>(1).Join(2, "c") == "1 2 c"
                    & Shapes.Login("a", "b", [])
                    & await Tree.Sum(3) == 9;
                if (!isRight)
                    Interlocked.Increment(ref s_wrong);
                Interlocked.Increment(ref s_calls);
            }
            catch (Exception)
            {
                Interlocked.Increment(ref s_wrong);
            }
        }
    }
}
