namespace DdRun.Export.Datadog.Stats;

/// <summary>Counts of values in bins that grow by a constant factor: any quantile to within 0.78 %, in at most 2,048 bins.</summary>
internal sealed class DdSketch
{
    public const double Gamma = 1.015625;
    public const double IndexOffset = 1338.5;
    public const int MaxBins = 2048;

    private static readonly double s_multiplier = 1 / Math.Log(Gamma);

    // Of the numbers that are not denormal, the least whose bin's value is none either.
    private const double Smallest = 2.2250738585072014E-308 * Gamma;

    private double[] _bins = [];

    public double ZeroCount { get; private set; }

    /// <summary>The index of the first of <see cref="Bins"/>.</summary>
    public int Offset { get; private set; }

    public ReadOnlySpan<double> Bins => _bins;

    public static int IndexOf(double value) => (int)Math.Floor(Math.Log(value) * s_multiplier + IndexOffset);

    /// <summary>A value stands for its bin's: halfway, so that the error is the same at both ends.</summary>
    public static double ValueOf(int index) => Math.Exp((index - IndexOffset) / s_multiplier) * (1 + (Gamma - 1) / (Gamma + 1));

    /// <summary>Negative values and NaN are left out.</summary>
    public void Add(double value)
    {
        if (!(value >= 0) || double.IsPositiveInfinity(value))
            return;
        if (value < Smallest)
        {
            ZeroCount++;
            return;
        }
        // Before the bins are read: making room replaces them.
        var bin = Locate(IndexOf(value));
        _bins[bin]++;
    }

    // Beyond the most bins the lowest are merged: high quantiles are what matters.
    private int Locate(int index)
    {
        if (_bins.Length == 0)
        {
            _bins = new double[1];
            Offset = index;
            return 0;
        }
        var last = Offset + _bins.Length - 1;
        if (index > last)
            Resize(Math.Max(Offset, index - MaxBins + 1), index);
        else if (index < Offset)
            Resize(Math.Max(index, last - MaxBins + 1), last);
        return Math.Max(0, index - Offset);
    }

    private void Resize(int first, int last)
    {
        var bins = new double[last - first + 1];
        for (var i = 0; i < _bins.Length; i++)
            bins[Math.Max(0, Offset + i - first)] += _bins[i];
        _bins = bins;
        Offset = first;
    }
}
