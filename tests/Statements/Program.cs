// A program of top-level statements alone, with local functions of every kind that the compiler makes of them.
var layers = args.Length;
Console.WriteLine(Slice("cheese"));
Console.WriteLine(await Toast<string>("rye"));
Console.WriteLine(Stack());
Func<int> counted = Count;
Console.WriteLine(counted());

static string Slice(string what) => what + ", sliced";

static async Task<T> Toast<T>(T what)
{
    await Task.Yield();
    return what;
}

int Stack() => ++layers;

int Count() => layers;
