using System.Text;

namespace DdRun.Viewer.Queries;

internal static class Statement
{
    /// <summary>A statement without its values: numbers and quoted texts become a question mark.</summary>
    public static string Normalize(string statement)
    {
        var text = new StringBuilder(statement.Length);
        for (var i = 0; i < statement.Length; i++)
        {
            var letter = statement[i];
            var inWord = i > 0 && (char.IsLetterOrDigit(statement[i - 1]) || statement[i - 1] == '_');
            if (letter == '\'')
            {
                text.Append('?');
                for (i++; i < statement.Length && statement[i] != '\''; i++)
                {
                }
            }
            else if (char.IsAsciiDigit(letter) && !inWord)
            {
                text.Append('?');
                while (i + 1 < statement.Length && (char.IsAsciiLetterOrDigit(statement[i + 1]) || statement[i + 1] is '.' or '-'))
                    i++;
            }
            else
            {
                text.Append(letter);
            }
        }

        return text.ToString();
    }
}
