namespace SqlServer;

/// <summary>There are none yet.</summary>
internal static class Batches
{
    public static Task Run(string connectionString) => throw new NotSupportedException();
}
