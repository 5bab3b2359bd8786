namespace DdRun.Configuration;

internal enum OtlpProtocol
{
    Protobuf,
    Json,
}
