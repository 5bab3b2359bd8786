namespace DdRun.Text;

/// <summary>Numbers of digits and nothing else. The runtime's own parsers load a culture's number formats, which is a millisecond of a start.</summary>
internal static class Digits
{
    public static bool TryParse(ReadOnlySpan<char> text, long most, out long number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '9' || number > (most - (digit - '0')) / 10)
                return false;
            number = number * 10 + (digit - '0');
        }
        return text.Length > 0;
    }
}
