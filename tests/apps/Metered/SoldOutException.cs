namespace Metered;

public sealed class SoldOutException : Exception;
