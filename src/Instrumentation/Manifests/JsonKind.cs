namespace DdRun.Instrumentation.Manifests;

internal enum JsonKind
{
    Object,
    Array,
    Text,
    Number,
    True,
    False,
    Null,
}
