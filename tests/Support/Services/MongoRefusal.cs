namespace DdRun.Testing.Services;

/// <summary>A command that the server refuses, with its number and name for that.</summary>
internal sealed class MongoRefusal(int code, string codeName, string message) : Exception(message)
{
    public int Code => code;

    public string CodeName => codeName;
}
