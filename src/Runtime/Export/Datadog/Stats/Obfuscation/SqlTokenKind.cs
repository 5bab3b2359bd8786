namespace DdRun.Export.Datadog.Stats.Obfuscation;

/// <summary>What a token of SQL is, as far as obfuscation cares.</summary>
internal enum SqlTokenKind : byte
{
    /// <summary>Operators, bind variables, whatever stays as it is and has no part in what becomes of its neighbours.</summary>
    Other,
    End,
    Invalid,

    /// <summary>A value, or a place for one: strings, numbers, NULL, TRUE, FALSE, <c>?</c>, <c>$1</c>, <c>%s</c>, <c>{…}</c>.</summary>
    Literal,
    Name,

    /// <summary>A name or a value: dialects differ.</summary>
    DoubleQuoted,
    Comment,
    Comma,
    Semicolon,
    Colon,
    Equals,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    Keyword,
    As,
    Savepoint,
    Select,
    Update,
    Delete,

    /// <summary>A value, one more of a list or what stands between them, after it was replaced or left out.</summary>
    Placeholder,

    /// <summary>The parenthesis that opens one more list of values, after it was left out.</summary>
    PlaceholderParenthesis,

    /// <summary>Was left out.</summary>
    Dropped,

    /// <summary>Left out from <c>AS [</c> on, until the bracket closes.</summary>
    BracketedAlias,
}
