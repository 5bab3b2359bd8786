namespace Pantry;

// Published as ReadyToRun: Count has One compiled into it.
public static class Shelf
{
    public static int Count(int items)
    {
        var count = 0;
        for (var item = 0; item < items; item++)
            count += One(item);
        return count;
    }

    public static int One(int item) => item >= 0 ? 1 : 0;

    public static async Task<string> Fetch(string ingredient)
    {
        await Task.Yield();
        return ingredient.ToUpperInvariant();
    }
}
