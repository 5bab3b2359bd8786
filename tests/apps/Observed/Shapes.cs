using System.Runtime.CompilerServices;

namespace Observed;

/// <summary>A method of each shape, and somebody who calls it.</summary>
public sealed class Shapes : ICounter
{
    private int _calls;

    private Shapes(string name) => Name = name;

    public string Name { get; }

    public int Doubled => Twice(_calls);

    public static async Task Call(string shape)
    {
        var shapes = new Shapes("shop");
        switch (shape)
        {
            case "static":
                Checkout(new Cart { Total = 12.5m, Lines = [new Line { Article = "rye", Count = 2 }] }, "ann");
                break;
            case "cheap":
                Checkout(new Cart { Total = 1 }, "bob");
                break;
            case "instance":
                shapes.Rename("new");
                break;
            case "generic":
                new Box<string>("a").Join("b", 3);
                new Box<int>(1).Join(2, "c");
                break;
            case "task":
                await shapes.Fetch("x", CancellationToken.None);
                break;
            case "valuetask":
                await shapes.Ask(7);
                break;
            case "ready":
                await shapes.Ask(0);
                break;
            case "iterator":
                foreach (var _ in Range(3))
                {
                }
                break;
            case "half":
                foreach (var number in Range(30))
                {
                    if (number == 11)
                        break;
                }
                break;
            case "stream":
                await foreach (var _ in Stream(2))
                {
                }
                break;
            case "constructor":
                _ = new Shapes("made");
                break;
            case "property":
                shapes._calls = 21;
                _ = shapes.Doubled;
                break;
            case "lambda":
                Lambda()(4);
                break;
            case "local":
                Outer(5);
                break;
            case "explicit":
                ((ICounter)shapes).Count("four");
                break;
            case "struct":
                Struct();
                break;
            case "fails":
                try
                {
                    Fail("because");
                }
                catch (InvalidOperationException)
                {
                }
                break;
            case "failsLater":
                try
                {
                    await FailLater("later");
                }
                catch (InvalidOperationException)
                {
                }
                break;
            case "secret":
                Login("ann", "hunter2", new Dictionary<string, string> { ["apiKey"] = "abc", ["city"] = "Ulm" });
                break;
            case "tree":
                await Tree.Order(3);
                break;
            case "lingering":
                Linger();
                break;
            case "void":
                Later();
                break;
            case "lingers":
                var lingered = new TaskCompletionSource();
                Linger(30, lingered);
                await lingered.Task;
                break;
            case "voidFails":
                await Swallowing.Run(() => Stumble("nobody waits"));
                break;
            case "enumerator":
                using (var numbers = Numbers(12))
                {
                    while (numbers.MoveNext())
                    {
                    }
                }
                break;
            case "bare":
                for (var words = Words("rye", "oat"); words.MoveNext();)
                {
                }
                break;
            case "bareEnumerable":
                foreach (var _ in Things(2))
                {
                }
                break;
            case "asyncEnumerator":
                await using (var items = Items(2))
                {
                    while (await items.MoveNextAsync())
                    {
                    }
                }
                break;
            default:
                throw new ArgumentException(shape);
        }
    }

    public static string Checkout(Cart cart, string customer) => $"{customer} pays {cart.Total}";

    public void Rename(string name) => _calls += name.Length;

    public async Task<int> Fetch(string key, CancellationToken stop)
    {
        await Task.Delay(1, stop);
        return key.Length + 41;
    }

    public async ValueTask<string> Ask(int milliseconds)
    {
        if (milliseconds > 0)
            await Task.Delay(milliseconds);
        return $"waited {milliseconds}";
    }

    public static IEnumerable<int> Range(int count)
    {
        for (var i = 0; i < count; i++)
            yield return i;
    }

    public static async IAsyncEnumerable<string> Stream(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return $"item {i}";
        }
    }

    int ICounter.Count(string word) => word.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Twice(int number) => 2 * number;

    public static void Fail(string why) => throw new InvalidOperationException(why);

    public static async Task FailLater(string why)
    {
        await Task.Yield();
        throw new InvalidOperationException(why);
    }

    public static bool Login(string user, string password, Dictionary<string, string> headers) => user.Length + password.Length + headers.Count > 0;

    private static Func<int, int> Lambda() => number => number * 10;

    private static async void Later() => await Task.CompletedTask;

    private static int Outer(int number)
    {
        return Inner(1) + Inner(2);

        int Inner(int factor) => number * factor;
    }

    private static void Struct()
    {
        var point = new Point { X = 3, Y = 4 };
        var more = 5;
        point.Sum(ref more, 6, out _, [1, 2, 3], "name");
    }

    private static async void Linger(int milliseconds, TaskCompletionSource done)
    {
        await Task.Delay(milliseconds);
        done.SetResult();
    }

    private static async void Stumble(string why)
    {
        await Task.Yield();
        throw new InvalidOperationException(why);
    }

    public static IEnumerator<int> Numbers(int count)
    {
        for (var i = 0; i < count; i++)
            yield return i;
    }

    public static System.Collections.IEnumerator Words(string one, string other)
    {
        yield return one;
        yield return other;
    }

    public static System.Collections.IEnumerable Things(int count)
    {
        for (var i = 0; i < count; i++)
            yield return i;
    }

    public static async IAsyncEnumerator<string> Items(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return $"item {i}";
        }
    }

    private static Lingering Linger() => new();
}
