namespace DdRun.Configuration;

internal readonly record struct HeaderTag(string Header, string RequestTag, string ResponseTag);
