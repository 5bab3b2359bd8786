namespace DdRun.Export.Otlp;

/// <summary>In what form a convention wants a tag's value.</summary>
internal enum AttributeForm
{
    AsItIs,

    /// <summary>Text that holds a number becomes one.</summary>
    Integer,

    Text,
    Boolean,
}
