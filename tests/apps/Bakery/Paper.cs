namespace Bakery;

public static class Paper
{
    public static int Fold(int sheets)
    {
        Journal.Calls.Add("2 Fold");
        return 2 * sheets;
    }
}
