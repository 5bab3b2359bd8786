namespace DdRun;

/// <summary>Writes contexts into carriers (headers, message attributes) and reads them back.</summary>
public static class Propagator
{
}
